package org.polyak.train.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The rate of stochastic weight averaging (Izmailov et al. 2018, section 3.1): another schedule
 * until a start, then cycles in which the rate falls along a line, high to low, and jumps back; a
 * constant rate if both are the same. Moments of the average are at the ends of cycles.
 *
 * @param before what is followed until the start
 * @param start epochs before the first cycle
 * @param high rate at the start of a cycle
 * @param low rate at its end
 * @param length epochs of a cycle
 * @param epochs length of training
 */
public record SwaSchedule(
    Schedule before, int start, double high, double low, int length, int epochs)
    implements Schedule {

  @Override
  public double at(double epoch) {
    if (epoch < start) {
      return before.at(epoch);
    }
    return high + (low - high) * ((epoch - start) % length / length);
  }

  @Override
  public List<Integer> cycleEnds() {
    List<Integer> ends = new ArrayList<>();
    before.cycleEnds().stream().filter(end -> end < start).forEach(ends::add);
    if (high > low) {
      for (int end = start + length; end < epochs; end += length) {
        ends.add(end);
      }
    }
    ends.add(epochs);
    return List.copyOf(ends);
  }
}
