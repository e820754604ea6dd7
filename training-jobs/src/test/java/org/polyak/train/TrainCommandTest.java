package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.ingest.FullDisk;
import org.polyak.pipeline.stage.Json;

/** The train command as its user meets it: what it writes, what it says, how it ends. */
class TrainCommandTest {

  private static final String SMALL =
      """
      network: {name: softmax}
      training:
        epochs: 2
        batch-size: 32
        schedule: {rate: 0.01}
      """;

  @TempDir private static Path shared;
  private static Path dataset;

  @TempDir private Path folder;
  private Path recipe;
  private Path run;

  @BeforeAll
  static void makeData() {
    dataset = TrainingFixture.dataset(shared);
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = TrainingFixture.recipe(folder, SMALL);
    run = folder.resolve("run");
  }

  @Test
  void writesARunAndHasNothingToDoTheSecondTime() throws IOException {
    CapturedRun first = train();
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("engine ").contains("softmax: 30,730 parameters");
    assertThat(run.resolve("run.json")).exists();
    assertThat(run.resolve("history.json")).exists();
    assertThat(run.resolve("metrics.json")).exists();
    assertThat(run.resolve("manifest.json")).exists();
    assertThat(run.resolve("snapshots/epoch-00002.snapshot")).exists();
    assertThat(Files.readString(run.resolve("manifest.json")))
        .contains("\"momentum\" : 0.9")
        .contains("\"dataset\" : ");

    CapturedRun second = train();
    assertThat(second.code()).isZero();
    assertThat(second.out()).contains("is already complete");
  }

  /** What evaluation needs stands in run.json: it never looks at other images' statistics. */
  @Test
  void statisticsOfTheTrainingImagesAreKeptWithTheRun() throws IOException {
    CapturedRun outcome = train("--set", "training.normalization=mean-image");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode statistics = json(dataset.resolve("statistics.json"));
    JsonNode description = json(run.resolve("run.json"));
    assertThat(description.path("mean")).hasSize(3072);
    assertThat(description.path("mean")).isEqualTo(statistics.path("meanImage").path("values"));
    assertThat(description.path("deviation")).hasSize(3072).allMatch(d -> d.asDouble() == 1);
    CapturedRun other = train("--set", "training.normalization=channel-mean");
    assertOneMessage(other, "configuration.training.normalization is \"mean-image\" there and");
  }

  @Test
  void aRunOfAnotherRecipeIsAConflictUnlessOverwritten() {
    assertThat(train().code()).isZero();
    CapturedRun other = train("--set", "training.seed=2");
    assertThat(other.code()).isEqualTo(4);
    assertOneMessage(other, "configuration.training.seed is 1 there and 2 here");
    assertThat(train("--set", "training.seed=2", "--overwrite").code()).isZero();
  }

  @Test
  void aFolderOfSomebodyElseIsNeverTouched() throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.txt"), "precious");
    CapturedRun outcome = train("--overwrite");
    assertThat(outcome.code()).isEqualTo(4);
    assertOneMessage(outcome, "is not a training run");
    assertThat(run.resolve("thesis.txt")).hasContent("precious");
  }

  @Test
  void allProblemsOfARecipeAreNamedAtOnce() throws IOException {
    recipe =
        TrainingFixture.recipe(
            folder,
            """
            network: {name: resnet21}
            training:
              epochs: ten
              batch-sise: 64
              replicas: 0
              averaging: 4
              optimizer: {momentum: 1.5}
              schedule: {name: cosine, cycles: 3}
            """);
    CapturedRun outcome = train();
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("recipe.yaml: 7 problems")
        .contains("network.name (line 1): unknown value \"resnet21\"")
        .contains("did you mean resnet20?")
        .contains("training.epochs (line 3): expected a whole number, found \"ten\"")
        .contains("training.batch-sise (line 4): unknown key, did you mean batch-size?")
        .contains("training.replicas (line 5): 0 is out of range")
        .contains("training.averaging (line 6): expected keys and values")
        .contains("training.optimizer.momentum (line 7): 1.5 is out of range")
        .contains("training.schedule.cycles (line 8): 3 cycles do not divide 10 epochs")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingRecipeOrDataSetIsNamed() {
    Path there = recipe;
    recipe = folder.resolve("nowhere.yaml");
    CapturedRun noRecipe = train();
    assertThat(noRecipe.code()).isEqualTo(2);
    assertOneMessage(noRecipe, "nowhere.yaml: no such file");

    recipe = there;
    CapturedRun noData =
        CapturedRun.of("train", "--recipe", "" + recipe, "--data", "/x/y", "--output", "" + run);
    assertThat(noData.code()).isEqualTo(3);
    assertOneMessage(noData, "/x/y: no such data set");
  }

  @Test
  void anIncompleteDataSetIsRefused() throws IOException {
    Path copy = folder.resolve("copy");
    copyFolder(dataset, copy);
    Files.delete(copy.resolve("statistics.json"));
    CapturedRun outcome =
        CapturedRun.of("train", "--recipe", "" + recipe, "--data", "" + copy, "--output", "" + run);
    assertThat(outcome.code()).isEqualTo(3);
    assertOneMessage(outcome, "is not a complete data set: statistics.json is missing");
    assertThat(run).doesNotExist();
  }

  @Test
  void aDamagedDataFileIsNamed() throws IOException {
    Path copy = folder.resolve("copy");
    copyFolder(dataset, copy);
    Path file = copy.resolve("images/split=train/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 3; i < bytes.length / 3 + 400; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));
    CapturedRun outcome =
        CapturedRun.of("train", "--recipe", "" + recipe, "--data", "" + copy, "--output", "" + run);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("part-00000.parquet: damaged Parquet file");
    assertThat(run.resolve("manifest.json")).doesNotExist();
  }

  /** Before a folder is begun that another recipe would then be in conflict with. */
  @Test
  void aPolicyThatMakesImagesOfAnotherSizeIsRefusedBeforeAnythingIsWritten() throws IOException {
    recipe =
        TrainingFixture.recipe(
            folder, SMALL + "augmentation: {transforms: [{name: centre-crop, size: 24}]}\n");
    CapturedRun outcome = train();
    assertThat(outcome.code()).isEqualTo(2);
    assertOneMessage(outcome, "the augmentation policy (centre-crop size=24) makes 24 x 24; the");
    assertThat(run).doesNotExist();
  }

  @Test
  void aPolicyThatNeedsUnknownStatisticsIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path copy = folder.resolve("copy");
    copyFolder(dataset, copy);
    Path statistics = copy.resolve("statistics.json");
    ObjectNode changed = (ObjectNode) json(statistics);
    Files.write(statistics, Json.bytes(changed.putNull("eigenvalues")));
    recipe =
        TrainingFixture.recipe(
            folder, SMALL + "augmentation: {transforms: [{name: pca-colour}]}\n");
    CapturedRun outcome =
        CapturedRun.of("train", "--recipe", "" + recipe, "--data", "" + copy, "--output", "" + run);
    assertThat(outcome.code()).isEqualTo(3);
    assertOneMessage(outcome, "pca-colour needs the principal components");
    assertThat(run).doesNotExist();
  }

  @Test
  void moreReplicasThanImagesAreRefused() {
    CapturedRun outcome = train("--set", "training.replicas=300");
    assertThat(outcome.code()).isEqualTo(3);
    assertOneMessage(outcome, "203 training images, too few for 300 replicas");
  }

  @Test
  void aDivergingRunEndsWithTheLikelyCause() {
    CapturedRun outcome =
        train("--set", "training.schedule.rate=1e6", "--set", "network.name=lenet5");
    assertThat(outcome.code()).isEqualTo(5);
    assertOneMessage(outcome, "Training diverged");
  }

  /** The first snapshot does not fit, so nothing in the folder says that it is complete. */
  @Test
  void aFullDiskIsWorthARetry() {
    CapturedRun outcome =
        CapturedRun.of(
            "train",
            "--recipe",
            "" + recipe,
            "--data",
            "" + dataset,
            "--output",
            "fulldisk://" + run,
            "--spark-conf=spark.hadoop.fs.fulldisk.impl=" + FullDisk.class.getName(),
            "--spark-conf=spark.hadoop." + FullDisk.LIMIT + "=50000");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(75);
    assertOneMessage(outcome, "The disk is full");
    assertThat(run.resolve("manifest.json")).doesNotExist();
    assertThat(run.resolve("snapshots/epoch-00001.snapshot")).doesNotExist();
  }

  @Test
  void anEngineThatTheMasterDoesNotHaveIsRefused() {
    CapturedRun outcome = train("--set", "training.master=dl4j", "--set", "training.engine=onednn");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("training.engine (--set training.engine=onednn): master dl4j trains with DL4J");
  }

  /** The period is chosen once and kept, so the run that is resumed is the same run. */
  @Test
  void roundsOfSoManySecondsKeepTheirPeriod() throws IOException {
    String[] twoMilliseconds = {
      "--set", "training.averaging={seconds: 0.002}", "--set", "training.epochs=1"
    };
    CapturedRun outcome = train(twoMilliseconds);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode chosen = json(run.resolve("averaging.json"));
    double steps = 0.002 / chosen.path("secondsPerStep").asDouble();
    // 102 images of a replica in batches of 32 are 4 steps.
    int expected = (int) Math.max(1, Math.min(4, Math.rint(steps)));
    assertThat(chosen.path("period").asInt()).isEqualTo(expected);
    JsonNode rounds = json(run.resolve("timeline.json")).path("rounds");
    assertThat(rounds).hasSize((4 + expected - 1) / expected);

    Files.delete(run.resolve("manifest.json"));
    Files.delete(run.resolve("snapshots/epoch-00001.snapshot"));
    Files.writeString(
        run.resolve("averaging.json"),
        "{\"seconds\": 0.002, \"secondsPerStep\": 1, \"period\": 3}");
    Files.deleteIfExists(run.resolve(".averaging.json.crc"));
    CapturedRun again = train(twoMilliseconds);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(json(run.resolve("timeline.json")).path("rounds")).hasSize(2);
  }

  @Test
  void aLayerThatTheEngineDoesNotComputeIsRefusedBeforeAnythingIsWritten() {
    CapturedRun outcome =
        train(
            "--set",
            "training.engine=dl4j",
            "--set",
            "network.name=resnet8",
            "--set",
            "network.normalization=group");
    assertThat(outcome.code()).isEqualTo(2);
    assertOneMessage(
        outcome, "resnet8: node gn: the engine dl4j does not compute GroupNorm[groups=8,");
    assertThat(outcome.err()).contains("choose another by training.engine");
    assertThat(run).doesNotExist();
  }

  /** Once, not once a replica or a round, and in the run's folder. */
  @Test
  void layersThatFallBackToPlainJavaAreNamedOnce() throws IOException {
    Files.writeString(
        recipe,
        """
        network:
          layers:
            - {type: convolution, filters: 4, stride: 4}
            - {type: layer-norm}
            - {type: global-average-pool}
            - {type: dropout, rate: 0.2}
            - {type: dense}
        training: {epochs: 1, batch-size: 32}
        """);
    CapturedRun outcome = train();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    String said =
        "computed by plain Java, slower than what oneDNN has: LayerNorm (layer-norm1);"
            + " Dropout (dropout1)";
    assertThat(outcome.err().lines().filter(line -> line.contains("plain Java")))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith("engine onednn: ").endsWith(said));
    assertThat(json(run.resolve("run.json")).path("engineLine").asText()).endsWith(said);
  }

  @Test
  void stacksAreForVerboseOnly() {
    assertThat(train("--set", "training.replicas=300", "--verbose").err()).contains("\tat ");
  }

  @Test
  void theMasterOfDl4jTrainsTheSameRecipe() throws IOException {
    CapturedRun outcome =
        train("--set", "training.master=dl4j", "--set", "training.averaging.period=1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(run.resolve("history.json"))).contains("\"epoch\" : 2");
  }

  @Test
  void printsTheResolvedRecipe() {
    CapturedRun outcome = train("--print-config");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("\"batch-size\" : 32")
        .contains("\"replicas\" : 2")
        .contains("\"normalization\" : \"channel-mean-deviation\"");
    assertThat(run).doesNotExist();
  }

  private CapturedRun train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train", "--recipe", "" + recipe, "--data", "" + dataset, "--output", "" + run));
    arguments.addAll(List.of("--master", "local[2]"));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  /** Of the lines that polyak prints, one holds the message, and none is part of a stack. */
  private static void assertOneMessage(CapturedRun outcome, String message) {
    assertThat(outcome.err().lines().filter(line -> line.startsWith("polyak: ")))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains(message));
    assertThat(outcome.err()).doesNotContain("\tat ");
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        // Hadoop's checksums would notice the damage before Parquet does.
        if (!file.getFileName().toString().endsWith(".crc")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.parse(file.toString(), Files.readAllBytes(file));
  }
}
