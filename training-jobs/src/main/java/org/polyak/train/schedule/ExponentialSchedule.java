package org.polyak.train.schedule;

import java.util.List;

/**
 * rate = initial * factor^t, which is initial * e^(-k t) with factor = e^-k; t in epochs.
 *
 * @param initial rate at the start
 * @param factor of one epoch
 * @param epochs length of training
 */
public record ExponentialSchedule(double initial, double factor, int epochs) implements Schedule {

  @Override
  public double at(double epoch) {
    return initial * StrictMath.pow(factor, epoch);
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
