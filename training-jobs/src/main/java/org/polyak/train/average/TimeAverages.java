package org.polyak.train.average;

import java.util.ArrayList;
import java.util.List;

/**
 * The averages over time of a run, at one moment. Part of the state of training: a run that is
 * resumed goes on with the same bits.
 *
 * <p>The exponential average after t steps is ((1 - d) sum d^(t - i) w_i) / (1 - d^t): that of the
 * recursion a &lt;- d a + (1 - d) w from zero, divided by the weight that it lacks, so the first
 * moments are not pulled to zero, nor do they weigh more than later ones.
 *
 * @param averages those that are kept
 */
public record TimeAverages(List<TimeAverage> averages) {

  /** Nothing is kept. */
  public static final TimeAverages NONE = new TimeAverages(List.of());

  /** Keeps a list that nobody changes. */
  public TimeAverages {
    averages = List.copyOf(averages);
  }

  /** What a run starts with. */
  public static TimeAverages start(AverageConfig config) {
    List<TimeAverage> averages = new ArrayList<>();
    if (config.emaDecay() > 0) {
      averages.add(TimeAverage.empty(TimeAverageKind.EMA));
    }
    if (config.swaStart() >= 0) {
      averages.add(TimeAverage.empty(TimeAverageKind.SWA));
    }
    if (config.tailStart() >= 0) {
      averages.add(TimeAverage.empty(TimeAverageKind.TAIL));
    }
    return new TimeAverages(averages);
  }

  /**
   * After a round.
   *
   * @param epoch epochs completed before it
   * @param steps of a replica in it
   * @param parameters the average of the replicas; not modified
   */
  public TimeAverages afterRound(AverageConfig config, int epoch, int steps, float[] parameters) {
    List<TimeAverage> next = new ArrayList<>();
    for (TimeAverage average : averages) {
      next.add(
          switch (average.kind()) {
            case EMA -> {
              double keep = StrictMath.pow(config.emaDecay(), steps);
              yield average.plus(parameters, keep, 1 - keep);
            }
            case TAIL -> epoch >= config.tailStart() ? average.plus(parameters, 1, steps) : average;
            case SWA -> average;
          });
    }
    return new TimeAverages(next);
  }

  /**
   * After an epoch.
   *
   * @param epoch epochs completed
   * @param cycleEnd whether a cycle of the schedule ends here
   * @param parameters the average of the replicas; not modified
   */
  public TimeAverages afterEpoch(
      AverageConfig config, int epoch, boolean cycleEnd, float[] parameters) {
    List<TimeAverage> next = new ArrayList<>();
    for (TimeAverage average : averages) {
      boolean due =
          average.kind() == TimeAverageKind.SWA
              && epoch > config.swaStart()
              && (config.swaEvery() == 0
                  ? cycleEnd
                  : (epoch - config.swaStart()) % config.swaEvery() == 0);
      next.add(due ? average.plus(parameters, 1, 1) : average);
    }
    return new TimeAverages(next);
  }
}
