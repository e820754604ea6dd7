package org.polyak.train.schedule;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Multiplies the rate by a factor at given epochs: rate = initial * factor^(milestones reached).
 *
 * @param initial rate at the start
 * @param milestones epochs, rising; the drop acts on the first step at or after each
 * @param factor of each drop
 * @param epochs length of training
 */
public record StepSchedule(double initial, List<Double> milestones, double factor, int epochs)
    implements Schedule {

  /** Keeps a list that serialises. */
  public StepSchedule {
    milestones = List.copyOf(milestones);
  }

  @Override
  public double at(double epoch) {
    double rate = initial;
    for (double milestone : milestones) {
      if (epoch >= milestone) {
        rate *= factor;
      }
    }
    return rate;
  }

  @Override
  public OptionalDouble firstDrop() {
    return milestones.isEmpty() || factor == 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(milestones.get(0));
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
