package org.polyak.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.reduction.ChunkReduction;
import org.polyak.train.reduction.CollectReduction;
import org.polyak.train.reduction.Contribution;
import org.polyak.train.reduction.Reduced;
import org.polyak.train.reduction.Reduction;
import org.polyak.train.reduction.Wire;

/**
 * What a round costs beside computing, for a large network: a state is broadcast, every replica
 * changes it a little, and the average is taken. Nothing is trained.
 */
public final class ReductionCost {

  /** Parameters of ResNet-50. */
  private static final int RESNET50 = 25_557_032;

  private static final int ROUNDS = 5;

  private ReductionCost() {}

  /** Arguments: Spark master, replicas, parameters (twice as many numbers, with momentum). */
  public static void main(String[] arguments) throws TimeoutException {
    String master = arguments.length > 0 ? arguments[0] : "local-cluster[2,1,3072]";
    int replicas = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    int parameters = arguments.length > 2 ? Integer.parseInt(arguments[2]) : RESNET50;
    SparkSession session =
        SparkSession.builder()
            .appName("reduction")
            .master(master)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "3g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            // What polyak sets, and no limit for the path that collects all replicas.
            .config("spark.task.maxDirectResultSize", "64m")
            .config("spark.broadcast.compress", "false")
            .config("spark.driver.maxResultSize", "0")
            .getOrCreate();
    try (JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext())) {
      Bytes bytes = new Bytes();
      session.sparkContext().addSparkListener(bytes);
      System.out.printf(
          Locale.ROOT,
          "%s, %d replicas, %,d parameters with momentum: %.0f MB a state; driver -Xmx %d MB%n%n",
          master,
          replicas,
          parameters,
          8e-6 * parameters,
          Runtime.getRuntime().maxMemory() >> 20);
      System.out.println(
          "| average | wire | s a round | broadcast s | shuffled MB | results to driver MB"
              + " | driver's heap, MB held | MB at most, garbage included |");
      System.out.println("|---|---|---|---|---|---|---|---|");
      for (Wire wire : Wire.values()) {
        measure(
            spark, bytes, ChunkReduction.of(wire, replicas), "chunks", wire, replicas, parameters);
      }
      if (replicas * 8L * parameters < Runtime.getRuntime().maxMemory() / 3) {
        measure(
            spark,
            bytes,
            new CollectReduction(Wire.FLOAT32),
            "collect",
            Wire.FLOAT32,
            replicas,
            parameters);
      } else {
        System.out.println(
            "| collect | float32 | not run: the driver's heap is too small | | | | | |");
      }
    }
  }

  private static void measure(
      JavaSparkContext spark,
      Bytes bytes,
      Reduction reduction,
      String name,
      Wire wire,
      int replicas,
      int parameters)
      throws TimeoutException {
    float[] start = new float[parameters];
    for (int i = 0; i < parameters; i++) {
      start[i] = noise(i) * 0.1f;
    }
    ReplicaState state = new ReplicaState(start, start.clone(), new float[0]);
    List<Double> seconds = new ArrayList<>();
    List<Double> broadcasts = new ArrayList<>();
    bytes.reset();
    double peak = 0;
    double held = 0;
    for (int round = 0; round < ROUNDS; round++) {
      resetPeaks();
      long began = System.nanoTime();
      Broadcast<ReplicaState> shared = spark.broadcast(state);
      broadcasts.add((System.nanoTime() - began) / 1e9);
      JavaRDD<Contribution<Integer>> contributions =
          spark
              .parallelize(IntStream.range(0, replicas).boxed().toList(), replicas)
              .map(replica -> contribution(replica, shared.value()));
      Reduced<Integer> reduced =
          reduction.reduce(contributions, new float[][] {state.parameters(), state.updater()});
      long reducedAt = System.nanoTime();
      if (round == 0) {
        // While the broadcast, the state it was made from and the average are all there.
        held = usedAfterCollection();
        began += System.nanoTime() - reducedAt;
      }
      shared.destroy();
      state = new ReplicaState(reduced.means()[0], reduced.means()[1], new float[0]);
      seconds.add((System.nanoTime() - began) / 1e9);
      peak = Math.max(peak, peakOfOldGeneration());
    }
    // Listeners hear of tasks a little later.
    spark.sc().listenerBus().waitUntilEmpty();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f (%s) | %.2f | %,.0f | %,.0f | %,.0f | %,.0f |%n",
        name,
        wire.key(),
        median(seconds),
        String.join(", ", seconds.stream().map(s -> "%.1f".formatted(s)).toList()),
        median(broadcasts),
        bytes.shuffled.get() / 1e6 / ROUNDS,
        bytes.results.get() / 1e6 / ROUNDS,
        held,
        peak);
  }

  private static Contribution<Integer> contribution(int replica, ReplicaState shared) {
    ReplicaState own = shared.copy();
    for (int i = 0; i < own.parameters().length; i++) {
      float change = noise(31L * i + replica + 1) * 1e-3f;
      own.parameters()[i] += change;
      own.updater()[i] -= 0.9f * change;
    }
    return new Contribution<>(
        replica,
        64,
        new float[][] {own.parameters(), own.updater()},
        new float[][] {shared.parameters(), shared.updater()},
        replica);
  }

  /** From -1 to 1, and like a network's numbers not to be compressed. */
  private static float noise(long i) {
    long bits = (i + 1) * 0x9e3779b97f4a7c15L;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return (int) (bits ^ bits >>> 31) * 0x1p-31f;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The peak of the old generation, where arrays of megabytes are made at once. */
  private static double peakOfOldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().contains("Old"))
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / 1e6;
  }

  /** Bytes that tasks have moved. */
  private static final class Bytes extends SparkListener {

    private final AtomicLong shuffled = new AtomicLong();
    private final AtomicLong results = new AtomicLong();

    void reset() {
      shuffled.set(0);
      results.set(0);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      TaskMetrics metrics = end.taskMetrics();
      if (metrics != null) {
        shuffled.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
        results.addAndGet(metrics.resultSize());
      }
    }
  }
}
