package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkEnv;
import org.apache.spark.Success$;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.TrainingFixture;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.data.Slices;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Shape;

/** An executor that dies by SIGKILL in the middle of a round. */
class ExecutorLossTest {

  private static final int KILLED_ROUND = 2;

  @TempDir private static Path folder;

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @Test
  void costsTheRoundOfItsReplicasAndNothingElse() throws Exception {
    ImageDataset dataset =
        ImageDataset.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(TrainingFixture.dataset(folder).toString()));
    TrainingSpec spec = spec(dataset);
    int rounds = spec.plan().rounds();
    ReplicaState undisturbed = train(TrainingFixture.spark("local[2]"), spec, dataset, round -> {});

    JavaSparkContext cluster = TrainingFixture.spark("local-cluster[2,1,1024]");
    Executioner executioner = new Executioner(processes(cluster));
    cluster.sc().addSparkListener(executioner);
    ReplicaState disturbed =
        train(
            cluster,
            spec,
            dataset,
            round -> {
              if (round.position().rounds() == KILLED_ROUND) {
                executioner.killAtTheNextTask();
              }
            });
    TrainingFixture.stop();

    assertThat(executioner.lost).as("tasks that died with their executor").hasSize(1);
    assertThat(executioner.otherFailures).isEmpty();
    // Every round has two tasks that succeed, the one that was disturbed too: none ran in vain.
    assertThat(executioner.succeeded).hasSize(2 * rounds);
    assertThat(disturbed.parameters()).isEqualTo(undisturbed.parameters());
    assertThat(disturbed.updater()).isEqualTo(undisturbed.updater());
    assertThat(disturbed.statistics()).isEqualTo(undisturbed.statistics());
  }

  /** Process ids of the executors. */
  private static Map<String, Long> processes(JavaSparkContext spark) throws InterruptedException {
    Map<String, Long> processes = new HashMap<>();
    while (processes.size() < 2) {
      spark
          .parallelize(List.of(0, 1), 2)
          .map(
              i -> {
                Thread.sleep(200);
                return SparkEnv.get().executorId()
                    + " "
                    + ProcessHandle.current().pid()
                    + " "
                    + TaskContext.get().taskAttemptId();
              })
          .collect()
          .forEach(
              line -> {
                String[] parts = line.split(" ", -1);
                processes.put(parts[0], Long.valueOf(parts[1]));
              });
    }
    return processes;
  }

  private static TrainingSpec spec(ImageDataset dataset) {
    Recipe recipe =
        Recipe.parse(
            "test",
            """
            network: {name: resnet20}
            training: {seed: 5, epochs: 1, replicas: 2, batch-size: 10, averaging: {period: 2}}
            """,
            List.of());
    TrainingConfig config = TrainingConfig.read(recipe.root()).withEngine("onednn");
    return new TrainingSpec(
        "loss-" + System.nanoTime(),
        config,
        new Shape(32, 32, 3),
        10,
        new EpochPlan(dataset.info().rows(Split.TRAIN), 2, config.batchSize(), 2),
        AugmentationPolicy.preset("cifar"),
        Normalization.of(dataset.statistics()),
        ColourComponents.of(dataset.statistics()));
  }

  private static ReplicaState train(
      JavaSparkContext spark,
      TrainingSpec spec,
      ImageDataset dataset,
      EpochTrainer.RoundListener listener) {
    float[] parameters = Initialization.he(spec.network(), 5);
    ReplicaState start =
        new ReplicaState(
            parameters, new float[parameters.length], RunningStatistics.initial(spec.network()));
    try (AveragingRounds rounds =
        new AveragingRounds(spark, spec, Slices.of(spark, dataset, Split.TRAIN, 2))) {
      return rounds.train(start, AveragingMemory.NONE, 0, EpochPosition.START, listener).state();
    }
  }

  /** Kills the executor of a task while it runs, and counts how tasks end. */
  private static final class Executioner extends SparkListener {

    private final Map<String, Long> processes;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Long> succeeded = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> lost = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> otherFailures = new ConcurrentLinkedQueue<>();

    Executioner(Map<String, Long> processes) {
      this.processes = new ConcurrentHashMap<>(processes);
    }

    void killAtTheNextTask() {
      armed.set(true);
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (armed.getAndSet(false)) {
        long process = processes.get(start.taskInfo().executorId());
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      long task = end.taskInfo().taskId();
      if (end.reason() instanceof ExecutorLostFailure) {
        lost.add(task);
      } else if (end.reason().equals(Success$.MODULE$)) {
        succeeded.add(task);
      } else {
        otherFailures.add(end.reason().toString());
      }
    }
  }
}
