package org.polyak.train.schedule;

import java.util.List;

/**
 * Always the same.
 *
 * @param value of every step
 * @param epochs length of training
 */
public record ConstantSchedule(double value, int epochs) implements Schedule {

  @Override
  public double at(double epoch) {
    return value;
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
