package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.TrainingFixture;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;
import scala.Option;

/**
 * Executors that are processes of their own, and a straggler whose task is run a second time
 * elsewhere. Spark does that only where there is another host, so two workers stand on two loopback
 * addresses.
 */
class SpeculationTest {

  /** Those with something to remember, and one that is reduced in executors. */
  private static final List<String> MODES =
      List.of(
          "period: 3, updater: keep, outer: {name: slowmo}, wire: float16",
          "period: 3, mode: elastic",
          "period: 3, reduction: chunks");

  private static final AtomicBoolean STRAGGLED = new AtomicBoolean();

  @TempDir private Path folder;
  private RpcEnv master;
  private RpcEnv first;
  private RpcEnv second;

  @AfterEach
  void stop() {
    TrainingFixture.stop();
    for (RpcEnv env : new RpcEnv[] {first, second, master}) {
      if (env != null) {
        env.shutdown();
        env.awaitTermination();
      }
    }
  }

  @Test
  void executorsAndSecondAttemptsChangeNoBit() throws Exception {
    ImageDataset dataset =
        ImageDataset.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(TrainingFixture.dataset(folder).toString()));
    List<TrainingSpec> specs = new ArrayList<>();
    List<EpochTrainer.EpochResult> expected = new ArrayList<>();
    JavaSparkContext local = TrainingFixture.spark("local[2]");
    for (String averaging : MODES) {
      TrainingSpec spec = AveragingModesTest.spec(dataset, averaging);
      specs.add(spec);
      expected.add(train(spec, Slices.of(local, dataset, Split.TRAIN, 3)));
    }
    JavaSparkContext spark = cluster();
    Attempts attempts = new Attempts();
    spark.sc().addSparkListener(attempts);
    for (int i = 0; i < MODES.size(); i++) {
      JavaRDD<Slice> slices = Slices.of(spark, dataset, Split.TRAIN, 3);
      // In new processes every task is slow at first, and the straggler would not stand out.
      EpochTrainer.EpochResult result =
          train(specs.get(i), i == 0 ? slices : slices.map(SpeculationTest::straggle));
      assertSameBits(result, expected.get(i));
    }
    spark.sc().listenerBus().waitUntilEmpty();
    assertThat(attempts.speculative).hasPositiveValue();
    assertThat(attempts.executors).hasSize(2);
  }

  /**
   * The first attempt in each process is slow, by longer than the test waits for anything else;
   * once is enough to be run elsewhere.
   */
  private static Slice straggle(Slice slice) throws InterruptedException {
    if (slice.number() == 2
        && TaskContext.get().attemptNumber() == 0
        && !STRAGGLED.getAndSet(true)) {
      Thread.sleep(20_000);
    }
    return slice;
  }

  private static void assertSameBits(
      EpochTrainer.EpochResult actual, EpochTrainer.EpochResult expected) {
    assertSameBits(actual.state(), expected.state());
    assertThat(actual.memory().outer()).isEqualTo(expected.memory().outer());
    assertThat(actual.memory().replicas()).hasSameSizeAs(expected.memory().replicas());
    for (int r = 0; r < expected.memory().replicas().size(); r++) {
      assertSameBits(actual.memory().replicas().get(r), expected.memory().replicas().get(r));
    }
  }

  private static void assertSameBits(ReplicaState actual, ReplicaState expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updater()).isEqualTo(expected.updater());
    assertThat(actual.statistics()).isEqualTo(expected.statistics());
  }

  private static EpochTrainer.EpochResult train(TrainingSpec spec, JavaRDD<Slice> slices) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(slices.context());
    ReplicaState start =
        new ReplicaState(
            new float[spec.network().parameterCount()],
            new float[spec.network().parameterCount()],
            RunningStatistics.initial(spec.network()));
    try (AveragingRounds rounds = new AveragingRounds(spark, spec, slices)) {
      return rounds.train(start, AveragingMemory.NONE, 0, EpochPosition.START, round -> {});
    }
  }

  private JavaSparkContext cluster() {
    TrainingFixture.stop();
    SparkConf conf = new SparkConf(false).set("spark.master.rest.enabled", "false");
    master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    String url = "spark://127.0.0.1:" + master.address().port();
    first = worker("127.0.0.1", url, 1, conf);
    second = worker("127.0.0.2", url, 2, conf);
    SparkSession session =
        SparkSession.builder()
            .appName("test")
            .master(url)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.locality.wait", "0")
            .config("spark.cores.max", "2")
            .config("spark.speculation", "true")
            .config("spark.speculation.quantile", "0.5")
            .config("spark.speculation.minTaskRuntime", "500ms")
            .getOrCreate();
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  private RpcEnv worker(String host, String url, int number, SparkConf conf) {
    return Worker.startRpcEnvAndEndpoint(
        host,
        0,
        0,
        1,
        1024,
        new String[] {url},
        folder.resolve("worker-" + number).toString(),
        Option.apply(number),
        conf,
        Option.empty());
  }

  /** Which tasks ran where. */
  private static final class Attempts extends SparkListener {

    private final AtomicInteger speculative = new AtomicInteger();
    private final Set<String> executors = ConcurrentHashMap.newKeySet();

    @Override
    public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted task) {
      speculative.incrementAndGet();
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      executors.add(task.taskInfo().executorId());
    }
  }
}
