package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.Augmenter;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.TrainingFixture;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.reduction.ChunkReduction;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * The modes of averaging on real Spark, with {@link QuadraticEngineProvider}: what training must
 * find is the mean of the training images. 203 images, 3 replicas, so nothing divides.
 */
class AveragingModesTest {

  private static final int PIXELS = 3072;

  @TempDir private static Path folder;
  private static ImageDataset dataset;
  private static JavaSparkContext spark;

  /** Where training stands after an epoch. */
  private record Stand(ReplicaState state, AveragingMemory memory) {}

  @BeforeAll
  static void makeDataAndStartSpark() throws Exception {
    dataset =
        ImageDataset.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(TrainingFixture.dataset(folder).toString()));
    spark = TrainingFixture.spark("local[3,4]");
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "period: 1",
        "period: 4",
        "period: 4, post-local: 3",
        "periods: [{epoch: 0, period: 2}, {epoch: 4, period: 5}]",
        "period: 2, outer: {name: slowmo, momentum: 0.5}",
        "period: 2, outer: {name: nesterov, rate: 0.7, momentum: 0.5}",
        "period: 2, updater: reset",
        "period: 2, updater: keep",
        "period: 2, mode: elastic, elasticity: 0.9",
        "period: 2, wire: float16",
        "period: 2, wire: bfloat16",
        "period: 2, reduction: chunks"
      })
  void everyModeFindsTheKnownOptimum(String averaging) throws Exception {
    TrainingSpec spec = spec(3, 6, averaging, "{momentum: 0.5, nesterov: false, weight-decay: 0}");
    double[] optimum = meanImage(spec);
    ReplicaState start = initial(spec);
    Arrays.fill(start.parameters(), 1);
    ReplicaState end = train(spec, new Stand(start, AveragingMemory.NONE), 0, 6).state();
    assertThat(distance(start, optimum)).isGreaterThan(0.5);
    assertThat(distance(end, optimum)).isLessThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outer: {name: slowmo, rate: 1, momentum: 0}",
        "outer: {name: nesterov, rate: 1, momentum: 0}",
        "reduction: chunks",
        "post-local: 0"
      })
  void isPlainAveragingToTheBit(String averaging) throws Exception {
    Stand plain = train("period: 3", 3, 2);
    assertSameBits(train("period: 3, " + averaging, 3, 2).state(), plain.state());
  }

  /** What a configuration lets through trains, and where the average is taken changes no bit. */
  @ParameterizedTest
  @ValueSource(strings = {"average", "reset", "keep"})
  void everyCombinationTrainsAndChunksGiveTheBitsOfCollecting(String updater) {
    for (String outer : List.of("", ", outer: {name: slowmo}", ", outer: {name: nesterov}")) {
      for (String wire : List.of("float32", "bfloat16")) {
        String averaging = "period: 3, updater: %s, wire: %s%s".formatted(updater, wire, outer);
        Stand collected = train(averaging + ", reduction: collect", 3, 1);
        assertSameBits(train(averaging + ", reduction: chunks", 3, 1), collected);
        assertThat(collected.state().parameters()).doesNotContain(Float.NaN);
      }
    }
  }

  @Test
  void chunksThatDivideByNothingGiveTheSameBits() throws Exception {
    TrainingSpec spec = spec(3, 2, "period: 3", MOMENTUM);
    Stand plain = train(spec, stand(spec), 0, 2);
    JavaRDD<Slice> slices = Slices.of(spark, dataset, Split.TRAIN, 3);
    try (AveragingRounds rounds =
        new AveragingRounds(
            spark, spec, slices, new ChunkReduction(spec.config().averaging().wire(), 6007))) {
      assertSameBits(train(rounds, stand(spec), 0, 2), plain);
    }
  }

  /** With one replica there is nothing to average, so what becomes of its updater is the same. */
  @Test
  void oneReplicaThatKeepsItsUpdaterIsPlainTraining() throws Exception {
    Stand kept = train("period: 3, updater: keep", 1, 2);
    Stand plain = train("period: 1", 1, 2);
    assertThat(kept.state().parameters()).isEqualTo(plain.state().parameters());
    assertThat(kept.memory().replicas().get(0).updater()).isEqualTo(plain.state().updater());
  }

  @Test
  void postLocalAveragesAtEveryStepFirst() {
    TrainingSpec spec = spec(3, 12, "period: 4, post-local: 2", MOMENTUM);
    // 68 images in batches of 16 are 5 steps.
    assertThat(spec.plan(0).rounds()).isEqualTo(5);
    assertThat(spec.plan(1).rounds()).isEqualTo(5);
    assertThat(spec.plan(2).rounds()).isEqualTo(2);
  }

  /**
   * What a replica has of its own comes back and goes out with every round: it makes no difference
   * whether a task fails, nor whether the run is resumed. For executors see {@link
   * SpeculationTest}.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "period: 2, updater: keep, outer: {name: slowmo}, wire: float16",
        "period: 2, mode: elastic"
      })
  void whatIsRememberedSurvivesFailuresAndResuming(String averaging) throws Exception {
    Stand one = train(averaging, 3, 2);
    TrainingSpec spec = spec(3, 2, averaging, MOMENTUM);
    JavaRDD<Slice> failing =
        Slices.of(spark, dataset, Split.TRAIN, 3).map(AveragingModesTest::failAtFirst);
    try (AveragingRounds rounds = new AveragingRounds(spark, spec, failing)) {
      Stand half = train(rounds, stand(spec), 0, 1);
      SnapshotStore store =
          new SnapshotStore(
              new Configuration(),
              new org.apache.hadoop.fs.Path(folder.toString(), "s" + System.nanoTime()));
      store.write(
          new Snapshot(
              new Snapshot.Header(
                  "softmax",
                  1,
                  EpochPosition.START,
                  3,
                  203,
                  false,
                  0,
                  List.of(),
                  List.of(),
                  Json.object()),
              half.state(),
              half.memory()));
      Snapshot read = store.read(1);
      Stand resumed = train(rounds, new Stand(read.state(), read.memory()), 1, 2);
      assertSameBits(resumed, one);
    }
  }

  /** Counted where gradients are computed: as often as there are images, each once an epoch. */
  @ParameterizedTest
  @CsvSource({"1, 16, 3", "3, 16, 2", "7, 10, 4", "41, 4, 1"})
  void everyImageIsSeenOnceAnEpoch(int replicas, int batch, int period) throws Exception {
    TrainingSpec spec = spec(replicas, 2, "period: " + period, MOMENTUM, batch);
    List<Integer> expected = new ArrayList<>();
    for (float[] image : images(spec)) {
      expected.add(QuadraticEngineProvider.hash(image, 0, PIXELS));
    }
    assertThat(expected).doesNotHaveDuplicates().hasSize(203);
    Stand stand = stand(spec);
    for (int epoch = 0; epoch < 2; epoch++) {
      QuadraticEngineProvider.SEEN.clear();
      stand = train(spec, stand, epoch, epoch + 1);
      assertThat(QuadraticEngineProvider.SEEN).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void theTimelineHasEveryRoundAndGoesOnAfterAResume() throws Exception {
    TrainingSpec spec = spec(3, 3, "period: 2", MOMENTUM);
    TimelineFile first;
    Stand stand;
    try (AveragingRounds rounds =
        new AveragingRounds(spark, spec, Slices.of(spark, dataset, Split.TRAIN, 3))) {
      stand = train(rounds, stand(spec), 0, 2);
      first = rounds.timeline().file();
    }
    assertThat(first.rounds()).hasSize(6);
    assertThat(first.rounds()).extracting(r -> r.steps()).containsExactly(2, 2, 1, 2, 2, 1);
    assertThat(first.rounds().get(0).read()).isPositive();
    assertThat(first.rounds().get(5).read()).isZero();
    assertThat(first.rounds()).allMatch(r -> r.step() > 0 && r.replicas().size() == 3);
    assertThat(first.epochs()).extracting(e -> e.rounds()).containsExactly(3L, 3L);
    TimelineFile written = Json.value(Json.tree(first), TimelineFile.class);
    assertThat(written).isEqualTo(first);
    try (AveragingRounds rounds =
        new AveragingRounds(spark, spec, Slices.of(spark, dataset, Split.TRAIN, 3))) {
      rounds.timeline().resume(written, 1);
      train(rounds, stand, 1, 3);
      TimelineFile second = rounds.timeline().file();
      assertThat(second.epochs()).extracting(e -> e.epoch()).containsExactly(1, 2, 3);
      assertThat(second.epochs()).extracting(e -> e.sitting()).containsExactly(1L, 2L, 2L);
      assertThat(second.rounds()).extracting(r -> r.index()).startsWith(0L, 1L, 2L, 3L);
    }
  }

  private static final String MOMENTUM = "{momentum: 0.9}";

  private static Slice failAtFirst(Slice slice) {
    if (slice.number() == 1 && TaskContext.get().attemptNumber() == 0) {
      throw new IllegalStateException("The first attempt fails, as the test wants it");
    }
    return slice;
  }

  /** For {@link SpeculationTest}: three replicas, on its own data. */
  static TrainingSpec spec(ImageDataset other, String averaging) {
    return spec(other, 3, 4, averaging, MOMENTUM, 16);
  }

  private static Stand train(String averaging, int replicas, int epochs) {
    TrainingSpec spec = spec(replicas, epochs, averaging, MOMENTUM);
    return train(spec, stand(spec), 0, epochs);
  }

  private static Stand train(TrainingSpec spec, Stand start, int from, int to) {
    JavaRDD<Slice> slices = Slices.of(spark, dataset, Split.TRAIN, spec.config().replicas());
    try (AveragingRounds rounds = new AveragingRounds(spark, spec, slices)) {
      return train(rounds, start, from, to);
    }
  }

  private static Stand train(AveragingRounds rounds, Stand start, int from, int to) {
    Stand stand = start;
    for (int epoch = from; epoch < to; epoch++) {
      EpochTrainer.EpochResult result =
          rounds.train(stand.state(), stand.memory(), epoch, EpochPosition.START, round -> {});
      assertThat(result.examples()).isEqualTo(203);
      stand = new Stand(result.state(), result.memory());
    }
    return stand;
  }

  private static TrainingSpec spec(int replicas, int epochs, String averaging, String optimizer) {
    return spec(replicas, epochs, averaging, optimizer, 16);
  }

  private static TrainingSpec spec(
      int replicas, int epochs, String averaging, String optimizer, int batch) {
    return spec(dataset, replicas, epochs, averaging, optimizer, batch);
  }

  private static TrainingSpec spec(
      ImageDataset dataset,
      int replicas,
      int epochs,
      String averaging,
      String optimizer,
      int batch) {
    Recipe recipe =
        Recipe.parse(
            "test",
            """
            network: {name: softmax}
            training:
              engine: quadratic
              epochs: %d
              replicas: %d
              batch-size: %d
              averaging: {%s}
              optimizer: %s
              schedule: {rate: 0.2}
            """
                .formatted(epochs, replicas, batch, averaging, optimizer),
            List.of());
    TrainingConfig config = TrainingConfig.read(recipe.root());
    recipe.check();
    return new TrainingSpec(
        "test-" + System.nanoTime(),
        config,
        new Shape(32, 32, 3),
        10,
        new EpochPlan(203, replicas, batch, 1),
        AugmentationPolicy.preset("none"),
        Normalization.of(dataset.statistics()),
        ColourComponents.of(dataset.statistics()));
  }

  private static Stand stand(TrainingSpec spec) {
    return new Stand(initial(spec), AveragingMemory.NONE);
  }

  private static ReplicaState initial(TrainingSpec spec) {
    Network network = spec.network();
    int parameters = network.parameterCount();
    return new ReplicaState(
        new float[parameters],
        new float[spec.config().optimizer().stateSize(parameters)],
        RunningStatistics.initial(network));
  }

  private static List<float[]> images(TrainingSpec spec) throws Exception {
    Augmenter augmenter =
        new Augmenter(spec.policy(), spec.normalization(), 32, 32, spec.config().seed());
    List<float[]> images = new ArrayList<>();
    List<ImageRecord> records = new ArrayList<>();
    dataset.rows(Split.TRAIN, 0, 203).read(new Configuration(), records::add);
    for (ImageRecord image : records) {
      float[] pixels = new float[PIXELS];
      augmenter.apply(0, image, pixels, 0);
      images.add(pixels);
    }
    return images;
  }

  private static double[] meanImage(TrainingSpec spec) throws Exception {
    double[] mean = new double[PIXELS];
    for (float[] image : images(spec)) {
      for (int i = 0; i < PIXELS; i++) {
        mean[i] += image[i] / 203.0;
      }
    }
    return mean;
  }

  /** Root of the mean squared distance; pixels have the deviation 1. */
  private static double distance(ReplicaState state, double[] optimum) {
    double sum = 0;
    for (int i = 0; i < PIXELS; i++) {
      double difference = state.parameters()[i] - optimum[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / PIXELS);
  }

  private static void assertSameBits(Stand actual, Stand expected) {
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
}
