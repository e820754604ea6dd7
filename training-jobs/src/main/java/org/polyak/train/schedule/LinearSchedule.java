package org.polyak.train.schedule;

import java.util.List;

/**
 * A line, then constant: what anneals a momentum from 0.5 to 0.99.
 *
 * @param start first value
 * @param end value from {@code length} on
 * @param length epochs of the line
 * @param epochs length of training
 */
public record LinearSchedule(double start, double end, double length, int epochs)
    implements Schedule {

  @Override
  public double at(double epoch) {
    return epoch >= length ? end : start + (end - start) * epoch / length;
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }
}
