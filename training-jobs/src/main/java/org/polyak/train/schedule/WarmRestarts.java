package org.polyak.train.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * SGDR (Loshchilov and Hutter 2017, equation 5): cosine annealing in cycles that become longer:
 * rate = minimum + (initial - minimum) / 2 * (1 + cos(pi * t / T_i)), t epochs since the restart,
 * T_0 = first, T_(i + 1) = multiplier * T_i. Training may end within a cycle.
 *
 * @param initial rate after a restart
 * @param minimum rate at the end of a cycle
 * @param first epochs of the first cycle, T_0
 * @param multiplier T_mult
 * @param epochs length of training
 */
public record WarmRestarts(double initial, double minimum, int first, int multiplier, int epochs)
    implements Schedule {

  /** Checks that cycles do not vanish. */
  public WarmRestarts {
    if (first < 1 || multiplier < 1) {
      throw new IllegalArgumentException(
          "Invalid cycles: first %d, multiplier %d (both must be >= 1)"
              .formatted(first, multiplier));
    }
  }

  @Override
  public double at(double epoch) {
    double t = Math.min(epoch, epochs);
    long length = first;
    // The end of training belongs to the cycle before it, not to one that never starts.
    while (epoch < epochs ? t >= length : t > length) {
      t -= length;
      length *= multiplier;
    }
    return minimum + (initial - minimum) / 2 * (1 + StrictMath.cos(StrictMath.PI * t / length));
  }

  @Override
  public List<Integer> cycleEnds() {
    List<Integer> ends = new ArrayList<>();
    long length = first;
    for (long end = first; end < epochs; end += length) {
      ends.add((int) end);
      length *= multiplier;
    }
    ends.add(epochs);
    return List.copyOf(ends);
  }
}
