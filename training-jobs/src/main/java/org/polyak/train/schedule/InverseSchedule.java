package org.polyak.train.schedule;

import java.util.List;

/**
 * 1/t decay: rate = initial / (1 + k t), t in epochs.
 *
 * @param initial rate at the start
 * @param decay k, by epoch; a figure by step is multiplied by the steps of an epoch
 * @param epochs length of training
 */
public record InverseSchedule(double initial, double decay, int epochs) implements Schedule {

  @Override
  public double at(double epoch) {
    return initial / (1 + decay * epoch);
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
