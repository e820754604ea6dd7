package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
 * A straggler whose task is run a second time elsewhere. Spark does that only where there is
 * another host, so two workers stand on two loopback addresses.
 */
class SpeculationTest {

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
  void aSecondAttemptChangesNoBit() throws Exception {
    ImageDataset dataset =
        ImageDataset.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(TrainingFixture.dataset(folder).toString()));
    TrainingSpec spec =
        AveragingModesTest.spec(dataset, "period: 3, updater: keep, outer: {name: slowmo}");
    EpochTrainer.EpochResult expected =
        train(spec, Slices.of(TrainingFixture.spark("local[2]"), dataset, Split.TRAIN, 3));
    JavaSparkContext spark = cluster();
    AtomicInteger speculative = new AtomicInteger();
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted task) {
                speculative.incrementAndGet();
              }
            });
    EpochTrainer.EpochResult result =
        train(spec, Slices.of(spark, dataset, Split.TRAIN, 3).map(SpeculationTest::straggle));
    assertThat(speculative).hasPositiveValue();
    assertThat(result.state().parameters()).isEqualTo(expected.state().parameters());
    assertThat(result.memory().outer()).isEqualTo(expected.memory().outer());
    for (int r = 0; r < 3; r++) {
      assertThat(result.memory().replicas().get(r).updater())
          .isEqualTo(expected.memory().replicas().get(r).updater());
    }
  }

  /** Only the first attempt is slow, by longer than the test waits for anything else. */
  private static Slice straggle(Slice slice) throws InterruptedException {
    if (slice.number() == 2 && TaskContext.get().attemptNumber() == 0) {
      Thread.sleep(20_000);
    }
    return slice;
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
}
