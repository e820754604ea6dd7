package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.Augmenter;
import org.polyak.augment.batch.Mixing;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.TrainingFixture;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.data.Slices;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;

/** Averaging on real Spark, against a loop on one machine that is written out here. */
class AveragingRoundsTest {

  @TempDir private static Path folder;
  private static ImageDataset dataset;

  @BeforeAll
  static void makeData() throws Exception {
    dataset =
        ImageDataset.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(TrainingFixture.dataset(folder).toString()));
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @ParameterizedTest
  @CsvSource({"onednn, resnet8", "onednn, lenet5", "nd4j, resnet8", "dl4j, lenet5"})
  void oneReplicaAveragedAtEveryStepIsPlainTrainingToTheBit(String engine, String network)
      throws Exception {
    TrainingSpec spec = spec(engine, network, 1, 16, 1, "{momentum: 0.9}");
    ReplicaState averaged = train(spec, "local[2]", 2);
    ReplicaState plain = initial(spec);
    List<ImageRecord> images = images(spec, 0);
    float[] statistics = new float[spec.network().statisticsCount()];
    float[] gradient = new float[spec.network().parameterCount()];
    try (Engine machine = Engines.create(engine, spec.network(), 1)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        int[] order = EpochOrder.of(spec.config().seed(), epoch, 0, images.size());
        for (int first = 0; first < images.size(); first += 16) {
          int size = Math.min(16, images.size() - first);
          List<ImageRecord> chosen = new ArrayList<>();
          for (int i = first; i < first + size; i++) {
            chosen.add(images.get(order[i]));
          }
          machine.gradient(plain.parameters(), batch(spec, epoch, chosen), gradient, statistics);
          double progress = epoch + (double) first / images.size();
          spec.config()
              .optimizer()
              .on(spec.network())
              .step(
                  plain.parameters(),
                  gradient,
                  plain.updater(),
                  spec.config().schedule().rate().at(progress),
                  Double.NaN);
          RunningStatistics.update(spec.network(), plain.statistics(), statistics);
        }
      }
    }
    assertSameBits(averaged, plain);
  }

  /**
   * With plain descent, the mean of two replicas' steps is one step along the mean gradient. Batch
   * normalisation is left out, whose statistics are those of each replica's own batch.
   */
  @ParameterizedTest
  @ValueSource(strings = {"softmax", "lenet5"})
  void twoReplicasAveragedAtEveryStepAreOneMachineWithTheDoubledBatch(String network)
      throws Exception {
    TrainingSpec spec = spec("onednn", network, 2, 10, 1, "{momentum: 0, weight-decay: 0.001}");
    ReplicaState averaged = train(spec, "local[2]", 1);
    ReplicaState doubled = initial(spec);
    float[] gradient = new float[spec.network().parameterCount()];
    EpochPlan plan = spec.plan();
    try (Engine machine = Engines.create("onednn", spec.network(), 1)) {
      for (int step = 0; step < plan.rounds(); step++) {
        List<ImageRecord> both = new ArrayList<>();
        for (int replica = 0; replica < 2; replica++) {
          List<ImageRecord> images = images(spec, replica);
          int[] order = EpochOrder.of(spec.config().seed(), 0, replica, images.size());
          for (int i = 0; step < plan.steps(replica) && i < plan.batch(replica, step); i++) {
            both.add(images.get(order[plan.firstExample(step) + i]));
          }
        }
        machine.gradient(doubled.parameters(), batch(spec, 0, both), gradient, new float[0]);
        double progress = (double) plan.seenAfter(step) / plan.examples();
        spec.config()
            .optimizer()
            .on(spec.network())
            .step(
                doubled.parameters(),
                gradient,
                doubled.updater(),
                spec.config().schedule().rate().at(progress),
                Double.NaN);
      }
    }
    double largest = 0;
    for (int i = 0; i < doubled.parameters().length; i++) {
      largest = Math.max(largest, Math.abs(doubled.parameters()[i] - averaged.parameters()[i]));
    }
    // 11 steps of float32 sums in another order; parameters are of the order of 0.1.
    assertThat(largest).isLessThan(2e-5);
    assertThat(averaged.parameters()).isNotEqualTo(initial(spec).parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j"})
  void theSameRunGivesTheSameBitsOnAnyMaster(String engine) throws Exception {
    TrainingSpec spec = spec(engine, "resnet8", 2, 16, 3, "{momentum: 0.9}");
    ReplicaState one = train(spec, "local[1]", 2);
    assertSameBits(train(spec, "local[2]", 2), one);
    assertSameBits(train(spec, "local-cluster[2,1,2048]", 2), one);
  }

  @Test
  void mixedBatchesAreTheSameOnAnyMaster() throws Exception {
    TrainingSpec plain = spec("onednn", "softmax", 2, 16, 3, "{momentum: 0.9}");
    AugmentationPolicy policy = plain.policy();
    TrainingSpec mixed =
        new TrainingSpec(
            "mixed-" + System.nanoTime(),
            plain.config(),
            plain.input(),
            plain.classes(),
            plain.plan(),
            new AugmentationPolicy(
                policy.transforms(), policy.interpolation(), policy.border(), new Mixing(0.4, 1)),
            plain.normalization(),
            plain.components());
    ReplicaState one = train(mixed, "local[1]", 2);
    assertSameBits(train(mixed, "local[2]", 2), one);
    assertThat(train(plain, "local[2]", 2).parameters()).isNotEqualTo(one.parameters());
  }

  /** Adversarial images are made by the replica's own parameters before each step. */
  @Test
  void adversarialBatchesAreMadeBeforeEachStep() throws Exception {
    TrainingSpec spec =
        spec(
            "onednn",
            "lenet5",
            1,
            16,
            1,
            "{momentum: 0.9}",
            "updater: average",
            "adversarial: {epsilon: 0.05, fraction: 0.3}");
    ReplicaState averaged = train(spec, "local[2]", 1);
    ReplicaState plain = initial(spec);
    List<ImageRecord> images = images(spec, 0);
    float[] gradient = new float[spec.network().parameterCount()];
    float[] byImages = new float[16 * 3072];
    double[] mean = spec.normalization().mean().stream().mapToDouble(v -> v).toArray();
    double[] deviation = spec.normalization().deviation().stream().mapToDouble(v -> v).toArray();
    try (Engine machine = Engines.create("onednn", spec.network(), 1)) {
      int[] order = EpochOrder.of(spec.config().seed(), 0, 0, images.size());
      for (int first = 0; first < images.size(); first += 16) {
        int size = Math.min(16, images.size() - first);
        List<ImageRecord> chosen = new ArrayList<>();
        for (int i = first; i < first + size; i++) {
          chosen.add(images.get(order[i]));
        }
        Batch batch = batch(spec, 0, chosen);
        machine.imageGradient(plain.parameters(), batch, byImages);
        for (int i = 0; i < Math.round(0.3 * size) * 3072; i++) {
          float moved =
              batch.images()[i] + Math.signum(byImages[i]) * (float) (0.05 / deviation[i % 3]);
          float least = (float) (-mean[i % 3] / deviation[i % 3]);
          float greatest = (float) ((1 - mean[i % 3]) / deviation[i % 3]);
          batch.images()[i] = Math.max(least, Math.min(greatest, moved));
        }
        machine.gradient(plain.parameters(), batch, gradient, new float[0]);
        double progress = (double) first / images.size();
        spec.config()
            .optimizer()
            .on(spec.network())
            .step(
                plain.parameters(),
                gradient,
                plain.updater(),
                spec.config().schedule().rate().at(progress),
                Double.NaN);
      }
    }
    assertSameBits(averaged, plain);
    TrainingSpec untouched = spec("onednn", "lenet5", 1, 16, 1, "{momentum: 0.9}");
    assertThat(train(untouched, "local[2]", 1).parameters()).isNotEqualTo(averaged.parameters());
  }

  @Test
  void momentumCanBeResetAtEveryRound() throws Exception {
    TrainingSpec kept = spec("onednn", "softmax", 2, 16, 3, "{momentum: 0.9}");
    TrainingSpec reset =
        spec("onednn", "softmax", 2, 16, 3, "{momentum: 0.9}", "updater: reset", "");
    assertThat(train(reset, "local[2]", 1).parameters())
        .isNotEqualTo(train(kept, "local[2]", 1).parameters());
  }

  private static TrainingSpec spec(
      String engine, String network, int replicas, int batch, int period, String optimizer) {
    return spec(engine, network, replicas, batch, period, optimizer, "updater: average", "");
  }

  private static TrainingSpec spec(
      String engine,
      String network,
      int replicas,
      int batch,
      int period,
      String optimizer,
      String updater,
      String further) {
    Recipe recipe =
        Recipe.parse(
            "test",
            """
            network: {name: %s}
            training:
              engine: %s
              seed: 9
              epochs: 2
              replicas: %d
              batch-size: %d
              averaging: {period: %d, %s}
              optimizer: %s
              schedule: {rate: 0.05}
              %s
            """
                .formatted(network, engine, replicas, batch, period, updater, optimizer, further),
            List.of());
    TrainingConfig config = TrainingConfig.read(recipe.root());
    recipe.check();
    return new TrainingSpec(
        "test-" + System.nanoTime(),
        config,
        new Shape(32, 32, 3),
        10,
        new EpochPlan(dataset.info().rows(Split.TRAIN), replicas, batch, period),
        AugmentationPolicy.preset("cifar"),
        Normalization.of(dataset.statistics()),
        ColourComponents.of(dataset.statistics()));
  }

  private static ReplicaState train(TrainingSpec spec, String master, int epochs) {
    JavaSparkContext spark = TrainingFixture.spark(master);
    ReplicaState state = initial(spec);
    try (AveragingRounds rounds =
        new AveragingRounds(
            spark, spec, Slices.of(spark, dataset, Split.TRAIN, spec.config().replicas()))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        EpochTrainer.EpochResult result =
            rounds.train(state, AveragingMemory.NONE, epoch, EpochPosition.START, round -> {});
        assertThat(result.examples()).isEqualTo(dataset.info().rows(Split.TRAIN));
        state = result.state();
      }
    }
    return state;
  }

  private static ReplicaState initial(TrainingSpec spec) {
    Network network = spec.network();
    float[] parameters = Initialization.he(network, spec.config().seed());
    return new ReplicaState(
        parameters,
        new float[spec.config().optimizer().on(network).stateSize()],
        RunningStatistics.initial(network));
  }

  private static List<ImageRecord> images(TrainingSpec spec, int replica) throws Exception {
    List<ImageRecord> images = new ArrayList<>();
    dataset
        .rows(Split.TRAIN, spec.plan().first(replica), spec.plan().first(replica + 1))
        .read(new Configuration(), images::add);
    return images;
  }

  private static Batch batch(TrainingSpec spec, int epoch, List<ImageRecord> images) {
    Augmenter augmenter =
        new Augmenter(spec.policy(), spec.normalization(), 32, 32, spec.config().seed());
    float[] pixels = new float[images.size() * 3072];
    float[] targets = new float[images.size() * 10];
    for (int i = 0; i < images.size(); i++) {
      augmenter.apply(epoch, images.get(i), pixels, i * 3072);
      targets[i * 10 + images.get(i).label()] = 1;
    }
    return new Batch(images.size(), pixels, targets);
  }

  private static void assertSameBits(ReplicaState actual, ReplicaState expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updater()).isEqualTo(expected.updater());
    assertThat(actual.statistics()).isEqualTo(expected.statistics());
  }
}
