package org.polyak.train.schedule;

import java.io.Serializable;
import java.util.List;

/**
 * What a recipe says of rate and momentum over training.
 *
 * @param rate learning rate
 * @param momentum null to leave the optimiser's own
 * @param granularity how finely both follow progress
 * @param drops lowerings of the rate that are no part of the recipe, in any order
 */
public record TrainingSchedule(
    Schedule rate, Schedule momentum, Granularity granularity, List<Drop> drops)
    implements Serializable {

  /** Keeps a list that serialises. */
  public TrainingSchedule {
    drops = List.copyOf(drops);
  }

  /**
   * A lowering for good.
   *
   * @param epoch progress in epochs of examples from which on it acts
   * @param factor what rates are multiplied by
   */
  public record Drop(double epoch, double factor) implements Serializable {}

  /** The same with other lowerings. */
  public TrainingSchedule lowered(List<Drop> others) {
    return new TrainingSchedule(rate, momentum, granularity, others);
  }

  /** Learning rate of a step. */
  public double rate(Moment moment) {
    double value = rate.at(moment.progress(granularity));
    for (Drop drop : drops) {
      if (moment.progress(Granularity.EXAMPLE) >= drop.epoch()) {
        value *= drop.factor();
      }
    }
    return value;
  }

  /** Momentum of a step; NaN for the optimiser's own. */
  public double momentum(Moment moment) {
    return momentum == null ? Double.NaN : momentum.at(moment.progress(granularity));
  }

  /** Epochs at which a cycle of the rate ends, in order; the end of training is the last. */
  public List<Integer> cycleEnds() {
    return rate.cycleEnds();
  }
}
