package org.polyak.train.schedule;

import java.io.Serializable;
import java.util.List;

/**
 * Another schedule with rates that are lowered from certain points on, for good.
 *
 * @param schedule what is lowered
 * @param drops in any order; those at or before a point multiply its rate
 */
public record LoweredSchedule(Schedule schedule, List<Drop> drops) implements Schedule {

  /** Keeps a list that serialises. */
  public LoweredSchedule {
    drops = List.copyOf(drops);
  }

  /**
   * One lowering.
   *
   * @param epoch progress from which on it acts
   * @param factor what rates are multiplied by
   */
  public record Drop(double epoch, double factor) implements Serializable {}

  @Override
  public double rate(double epoch) {
    double rate = schedule.rate(epoch);
    for (Drop drop : drops) {
      if (epoch >= drop.epoch()) {
        rate *= drop.factor();
      }
    }
    return rate;
  }

  @Override
  public List<Integer> cycleEnds() {
    return schedule.cycleEnds();
  }
}
