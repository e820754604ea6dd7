package org.polyak.train.schedule;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Rises linearly from {@code start} to the schedule's own rate in the first epochs, then follows it
 * (Goyal et al. 2017).
 *
 * @param start fraction of the schedule's rate at the first step
 * @param length epochs of the rise
 * @param then what is followed
 */
public record WarmUp(double start, double length, Schedule then) implements Schedule {

  @Override
  public double at(double epoch) {
    double rate = then.at(epoch);
    return epoch >= length ? rate : rate * (start + (1 - start) * epoch / length);
  }

  @Override
  public OptionalDouble firstDrop() {
    return then.firstDrop();
  }

  @Override
  public List<Integer> cycleEnds() {
    return then.cycleEnds();
  }
}
