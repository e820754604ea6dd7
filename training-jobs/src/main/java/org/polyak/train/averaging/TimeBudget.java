package org.polyak.train.averaging;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.train.data.Slice;

/**
 * Averaging by time: a round shall last so many seconds. A period that followed the clock would
 * make every run another one, so the clock is asked once, before the first step: replicas take
 * steps whose results are thrown away, and the period is the number of steps that the slowest one
 * takes in the time. From then on it is fixed, and with it every bit.
 *
 * @param seconds what a round shall last
 * @param secondsPerStep of the slowest replica
 * @param period steps of a round
 */
public record TimeBudget(double seconds, double secondsPerStep, int period) {

  /** The first steps compile the code and make the network, so they do not count. */
  private static final int ROUNDS = 3;

  private static final int STEPS = 8;

  /**
   * Measures.
   *
   * @param spec of the run; its own period does not matter
   * @param slices the training split, a slice a replica
   * @param state of the beginning; not modified
   */
  public static TimeBudget measure(
      JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices, ReplicaState state) {
    double seconds = spec.config().averaging().seconds();
    TrainingSpec trial =
        spec.withConfig(spec.config().withAveraging(spec.config().averaging().withPeriod(STEPS)));
    AveragingMemory memory = AveragingMemory.NONE.started(spec.config(), state);
    Broadcast<ReplicaState> shared = spark.broadcast(state);
    List<Broadcast<ReplicaState>> own = memory.replicas().stream().map(spark::broadcast).toList();
    try {
      double perStep = 0;
      for (int trialRound = 0; trialRound < ROUNDS; trialRound++) {
        RoundTask task = new RoundTask(trial, shared, own, 0, 0);
        List<RoundReport> reports =
            slices.mapPartitions(task).map(c -> c.note().withoutState()).collect();
        perStep = 0;
        for (RoundReport report : reports) {
          double busy = report.seconds().augment() + report.seconds().step();
          perStep = Math.max(perStep, busy / trial.plan(0).steps(report.replica(), 0));
        }
      }
      return of(seconds, perStep, spec.plan().steps(0));
    } finally {
      shared.destroy();
      own.forEach(Broadcast::destroy);
      String key = spec.key();
      slices.foreachPartition(slice -> WarmReplicas.close(key));
      slices.unpersist(false);
    }
  }

  /**
   * The budget for a measured step.
   *
   * @param most steps of a replica in an epoch, at whose end replicas are averaged anyway
   */
  static TimeBudget of(double seconds, double secondsPerStep, int most) {
    double steps = Math.rint(seconds / secondsPerStep);
    return new TimeBudget(seconds, secondsPerStep, (int) Math.max(1, Math.min(most, steps)));
  }
}
