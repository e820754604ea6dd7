package org.polyak.train.schedule;

import java.util.List;

/**
 * rate = minimum + (initial - minimum) * (1 - t / T)^power.
 *
 * @param initial rate at the start
 * @param minimum rate at the end
 * @param power 1 for a line
 * @param epochs length of training T
 */
public record PolynomialSchedule(double initial, double minimum, double power, int epochs)
    implements Schedule {

  @Override
  public double at(double epoch) {
    double left = Math.max(0, 1 - epoch / epochs);
    return minimum + (initial - minimum) * StrictMath.pow(left, power);
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
