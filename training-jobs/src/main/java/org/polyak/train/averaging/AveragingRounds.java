package org.polyak.train.averaging;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.pipeline.error.PolyakException;
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
  public EpochResult train(ReplicaState start, int epoch, RoundListener listener) {
    ReplicaState state = start;
    long examples = 0;
    long correct = 0;
    double lossSum = 0;
    int rounds = spec.plan().rounds();
    for (int round = 0; round < rounds; round++) {
      List<RoundResult> results = round(state, epoch, round);
      long seen = results.stream().mapToLong(RoundResult::examples).sum();
      double loss = results.stream().mapToDouble(RoundResult::lossSum).sum();
      checkFinite(loss, epoch, round, results);
      long began = System.nanoTime();
      state =
          WeightedAverage.of(
              network,
              results.stream()
                  .map(r -> new WeightedAverage.Member(r.state(), r.examples()))
                  .toList());
      timeline.reduced((System.nanoTime() - began) / 1e9);
      examples += seen;
      correct += results.stream().mapToLong(RoundResult::correct).sum();
      lossSum += loss;
      listener.roundDone(seen, loss / seen);
    }
    return new EpochResult(
        state, examples, lossSum / examples, (double) correct / examples, rounds);
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

  private static void checkFinite(double loss, int epoch, int round, List<RoundResult> results) {
    if (!Double.isFinite(loss)) {
      int replica =
          results.stream()
              .filter(r -> !Double.isFinite(r.lossSum()))
              .findFirst()
              .map(RoundResult::replica)
              .orElse(0);
      throw PolyakException.internal(
          null,
          "Training diverged: the loss of replica %d is not a number in epoch %d, round %d;"
              + " the most likely cause is a learning rate that is too high. The last snapshot in"
              + " the run folder is from before.",
          replica,
          epoch + 1,
          round + 1);
    }
  }
}
