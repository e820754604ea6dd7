package org.polyak.train.averaging;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.train.averaging.mode.AveragingConfig;
import org.polyak.train.data.Slice;
import org.polyak.train.network.Network;
import org.polyak.train.reduction.ChunkReduction;
import org.polyak.train.reduction.CollectReduction;
import org.polyak.train.reduction.Reduced;
import org.polyak.train.reduction.Reduction;
import org.polyak.train.schedule.TrainingSchedule;

/**
 * Training in rounds: replicas take tau steps apart, then their mean is taken, and they go on as
 * the mode of averaging says.
 */
public final class AveragingRounds implements EpochTrainer {

  /** Bytes of all replicas together that the driver takes in one round without chunks. */
  private static final long LARGE = 64L << 20;

  private final JavaSparkContext spark;
  private final Network network;
  private final JavaRDD<Slice> slices;
  private final Exchange exchange;
  private final Reduction reduction;
  private final Timeline timeline = new Timeline();
  private TrainingSpec spec;

  /**
   * @param slices the training split, a slice a replica
   */
  public AveragingRounds(JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices) {
    this(spark, spec, slices, reduction(spec));
  }

  AveragingRounds(
      JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices, Reduction reduction) {
    this.spark = spark;
    this.spec = spec;
    this.network = spec.network();
    this.slices = slices;
    this.exchange = new Exchange(spec.config());
    this.reduction = reduction;
  }

  @Override
  public EpochResult train(
      ReplicaState start,
      AveragingMemory before,
      int epoch,
      EpochPosition position,
      RoundListener listener) {
    ReplicaState state = start;
    AveragingMemory memory = before.started(spec.config(), start);
    EpochPosition at = position;
    int rounds = spec.plan(epoch).rounds();
    while (at.rounds() < rounds) {
      int round = at.rounds();
      long began = System.nanoTime();
      Reduced<RoundReport> reduced = round(state, memory, epoch, round);
      long reported = System.nanoTime();
      List<RoundReport> reports = reduced.notes();
      long seen = reports.stream().mapToLong(RoundReport::examples).sum();
      double loss = reports.stream().mapToDouble(RoundReport::lossSum).sum();
      Exchange.Outcome outcome =
          exchange.combine(network, state, memory, reduced, meanRate(epoch, round));
      state = outcome.state();
      memory = outcome.memory();
      timeline.round(
          epoch,
          round,
          spec.plan(epoch).steps(0, round),
          (reported - began) / 1e9,
          (System.nanoTime() - reported) / 1e9,
          reports);
      at = at.plus(seen, loss, reports.stream().mapToLong(RoundReport::correct).sum());
      listener.roundDone(new Round(seen, loss / seen, losses(reports), state, memory, at));
    }
    return new EpochResult(
        state,
        memory,
        at.examples(),
        at.lossSum() / at.examples(),
        (double) at.correct() / at.examples(),
        rounds);
  }

  @Override
  public void follow(TrainingSchedule schedule) {
    spec = spec.withConfig(spec.config().withSchedule(schedule));
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

  private Reduced<RoundReport> round(
      ReplicaState state, AveragingMemory memory, int epoch, int round) {
    Broadcast<ReplicaState> shared = spark.broadcast(state);
    // One each, so that an executor receives those of its own replicas only.
    List<Broadcast<ReplicaState>> own = new ArrayList<>();
    try {
      memory.replicas().forEach(replica -> own.add(spark.broadcast(replica)));
      spark.setJobDescription(
          "train: epoch %d, round %d of %d"
              .formatted(epoch + 1, round + 1, spec.plan(epoch).rounds()));
      return reduction.reduce(
          slices.mapPartitions(new RoundTask(spec, shared, own, epoch, round)),
          exchange.averaged(state));
    } finally {
      shared.destroy();
      own.forEach(Broadcast::destroy);
      spark.setJobDescription(null);
    }
  }

  /** Over the steps of the first replica, which has the most. */
  private double meanRate(int epoch, int round) {
    EpochPlan plan = spec.plan(epoch);
    int first = plan.firstStep(0, round);
    int last = plan.firstStep(0, round + 1);
    double sum = 0;
    for (int step = first; step < last; step++) {
      sum += spec.rate(epoch, step);
    }
    return sum / (last - first);
  }

  private static Reduction reduction(TrainingSpec spec) {
    AveragingConfig averaging = spec.config().averaging();
    int replicas = spec.config().replicas();
    Reduction collect = new CollectReduction(averaging.wire());
    Reduction chunks = ChunkReduction.of(averaging.wire(), replicas);
    return switch (averaging.reduction()) {
      case COLLECT -> collect;
      case CHUNKS -> chunks;
      case AUTO -> {
        int parameters = spec.network().parameterCount();
        long values = parameters + (long) spec.config().optimizer().stateSize(parameters);
        boolean large = values * averaging.wire().bytes() * replicas > LARGE;
        yield large && averaging.isChunkable() ? chunks : collect;
      }
    };
  }

  private static List<Double> losses(List<RoundReport> reports) {
    return reports.stream()
        .filter(r -> r.examples() > 0)
        .map(r -> r.lossSum() / r.examples())
        .toList();
  }
}
