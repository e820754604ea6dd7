package org.polyak.train.averaging;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.train.data.Slice;
import org.polyak.train.network.Network;

/**
 * Synchronous parameter averaging: replicas take tau steps apart, then continue from their mean.
 */
public final class AveragingRounds implements EpochTrainer {

  private final JavaSparkContext spark;
  private final TrainingSpec spec;
  private final Network network;
  private final JavaRDD<Slice> slices;
  private final Timeline timeline = new Timeline();

  /**
   * @param slices the training split, a slice a replica
   */
  public AveragingRounds(JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices) {
    this.spark = spark;
    this.spec = spec;
    this.network = spec.network();
    this.slices = slices;
  }

  @Override
  public EpochResult train(
      ReplicaState start, int epoch, EpochPosition position, RoundListener listener) {
    ReplicaState state = start;
    EpochPosition at = position;
    int rounds = spec.plan().rounds();
    while (at.rounds() < rounds) {
      List<RoundResult> results = round(state, epoch, at.rounds());
      long seen = results.stream().mapToLong(RoundResult::examples).sum();
      double loss = results.stream().mapToDouble(RoundResult::lossSum).sum();
      long began = System.nanoTime();
      state =
          WeightedAverage.of(
              network,
              results.stream()
                  .map(r -> new WeightedAverage.Member(r.state(), r.examples()))
                  .toList());
      timeline.reduced((System.nanoTime() - began) / 1e9);
      at = at.plus(seen, loss, results.stream().mapToLong(RoundResult::correct).sum());
      listener.roundDone(new Round(seen, loss / seen, losses(results), state, at));
    }
    return new EpochResult(
        state,
        at.examples(),
        at.lossSum() / at.examples(),
        (double) at.correct() / at.examples(),
        rounds);
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  /** Frees replicas of this process and the cached slices. */
  @Override
  public void close() {
    slices.unpersist(false);
    WarmReplicas.close(spec.key());
  }

  private List<RoundResult> round(ReplicaState state, int epoch, int round) {
    long began = System.nanoTime();
    Broadcast<ReplicaState> broadcast = spark.broadcast(state);
    try {
      spark.setJobDescription(
          "train: epoch %d, round %d of %d".formatted(epoch + 1, round + 1, spec.plan().rounds()));
      List<RoundResult> results =
          slices.mapPartitions(new RoundTask(spec, broadcast, epoch, round)).collect().stream()
              .sorted(Comparator.comparingInt(RoundResult::replica))
              .toList();
      timeline.round((System.nanoTime() - began) / 1e9, results);
      return results;
    } finally {
      broadcast.destroy();
      spark.setJobDescription(null);
    }
  }

  private static List<Double> losses(List<RoundResult> results) {
    return results.stream()
        .filter(r -> r.examples() > 0)
        .map(r -> r.lossSum() / r.examples())
        .toList();
  }
}
