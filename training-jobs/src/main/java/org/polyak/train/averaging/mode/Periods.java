package org.polyak.train.averaging.mode;

import java.io.Serializable;
import java.util.List;

/**
 * The averaging period as a function of the epoch, in steps of a replica.
 *
 * @param parts in the order of their epochs, the first from epoch 0
 */
public record Periods(List<Part> parts) implements Serializable {

  /**
   * The period from an epoch on.
   *
   * @param epoch epochs completed before
   * @param period steps of a replica in a round
   */
  public record Part(int epoch, int period) implements Serializable {}

  /** More steps than an epoch has: replicas are averaged at its end. */
  public static final int EPOCH = 1_000_000;

  /** Keeps a list that serialises. */
  public Periods {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.get(0).epoch() != 0) {
      throw new IllegalArgumentException("Periods must start with epoch 0: " + parts);
    }
  }

  /** The same in all epochs. */
  public static Periods always(int period) {
    return new Periods(List.of(new Part(0, period)));
  }

  /**
   * Post-local SGD (Lin et al. 2020, "Don't use large mini-batches, use local SGD"): averaged after
   * every step at first, then seldom.
   *
   * @param epoch the first epoch with the period {@code then}
   */
  public static Periods postLocal(int epoch, int then) {
    return epoch == 0 ? always(then) : new Periods(List.of(new Part(0, 1), new Part(epoch, then)));
  }

  /** The period in an epoch. */
  public int at(int epoch) {
    int period = parts.get(0).period();
    for (Part part : parts) {
      if (part.epoch() <= epoch) {
        period = part.period();
      }
    }
    return period;
  }

  @Override
  public String toString() {
    if (parts.get(0).period() == EPOCH) {
      return "every epoch";
    }
    StringBuilder text = new StringBuilder("every " + parts.get(0).period() + " steps");
    for (Part part : parts.subList(1, parts.size())) {
      text.append(", from epoch ").append(part.epoch() + 1);
      text.append(" every ").append(part.period());
    }
    return text.toString();
  }
}
