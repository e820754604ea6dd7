package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.ingest.FullDisk;

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
    Outcome first = train();
    assertThat(first.code).as(first.errors).isZero();
    assertThat(first.errors).contains("engine ").contains("softmax: 30,730 parameters");
    assertThat(run.resolve("run.json")).exists();
    assertThat(run.resolve("history.json")).exists();
    assertThat(run.resolve("metrics.json")).exists();
    assertThat(run.resolve("manifest.json")).exists();
    assertThat(run.resolve("snapshots/epoch-00002.snapshot")).exists();
    assertThat(Files.readString(run.resolve("manifest.json")))
        .contains("\"momentum\" : 0.9")
        .contains("\"dataset\" : ");

    Outcome second = train();
    assertThat(second.code).isZero();
    assertThat(second.output).contains("is already complete");
  }

  @Test
  void aRunOfAnotherRecipeIsAConflictUnlessOverwritten() {
    assertThat(train().code).isZero();
    Outcome other = train("--set", "training.seed=2");
    assertThat(other.code).isEqualTo(4);
    assertOneMessage(other, "configuration.training.seed is 1 there and 2 here");
    assertThat(train("--set", "training.seed=2", "--overwrite").code).isZero();
  }

  @Test
  void aFolderOfSomebodyElseIsNeverTouched() throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.txt"), "precious");
    Outcome outcome = train("--overwrite");
    assertThat(outcome.code).isEqualTo(4);
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
    Outcome outcome = train();
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.errors)
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
    Outcome noRecipe = train();
    assertThat(noRecipe.code).isEqualTo(2);
    assertOneMessage(noRecipe, "nowhere.yaml: no such file");

    recipe = there;
    Outcome noData =
        execute("train", "--recipe", "" + recipe, "--data", "/x/y", "--output", "" + run);
    assertThat(noData.code).isEqualTo(3);
    assertOneMessage(noData, "/x/y: no such data set");
  }

  @Test
  void anIncompleteDataSetIsRefused() throws IOException {
    Path copy = folder.resolve("copy");
    copyFolder(dataset, copy);
    Files.delete(copy.resolve("statistics.json"));
    Outcome outcome =
        execute("train", "--recipe", "" + recipe, "--data", "" + copy, "--output", "" + run);
    assertThat(outcome.code).isEqualTo(3);
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
    Outcome outcome =
        execute("train", "--recipe", "" + recipe, "--data", "" + copy, "--output", "" + run);
    assertThat(outcome.code).isEqualTo(3);
    assertThat(outcome.errors).contains("part-00000.parquet: damaged Parquet file");
    assertThat(run.resolve("manifest.json")).doesNotExist();
  }

  @Test
  void moreReplicasThanImagesAreRefused() {
    Outcome outcome = train("--set", "training.replicas=300");
    assertThat(outcome.code).isEqualTo(3);
    assertOneMessage(outcome, "203 training images, too few for 300 replicas");
  }

  @Test
  void aDivergingRunEndsWithTheLikelyCause() {
    Outcome outcome = train("--set", "training.schedule.rate=1e6", "--set", "network.name=lenet5");
    assertThat(outcome.code).isEqualTo(1);
    assertThat(outcome.errors).contains("Training diverged").contains("learning rate");
  }

  /** The first snapshot does not fit, so nothing in the folder says that it is complete. */
  @Test
  void aFullDiskIsWorthARetry() {
    Outcome outcome =
        execute(
            "train",
            "--recipe",
            "" + recipe,
            "--data",
            "" + dataset,
            "--output",
            "fulldisk://" + run,
            "--spark-conf=spark.hadoop.fs.fulldisk.impl=" + FullDisk.class.getName(),
            "--spark-conf=spark.hadoop." + FullDisk.LIMIT + "=50000");
    assertThat(outcome.code).as(outcome.errors).isEqualTo(75);
    assertOneMessage(outcome, "The disk is full");
    assertThat(run.resolve("manifest.json")).doesNotExist();
    assertThat(run.resolve("snapshots/epoch-00001.snapshot")).doesNotExist();
  }

  @Test
  void anEngineThatTheMasterDoesNotHaveIsRefused() {
    Outcome outcome = train("--set", "training.master=dl4j", "--set", "training.engine=onednn");
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.errors)
        .contains("training.engine (--set training.engine=onednn): master dl4j trains with DL4J");
  }

  @Test
  void stacksAreForVerboseOnly() {
    assertThat(train("--set", "training.replicas=300", "--verbose").errors).contains("\tat ");
  }

  @Test
  void theMasterOfDl4jTrainsTheSameRecipe() throws IOException {
    Outcome outcome =
        train("--set", "training.master=dl4j", "--set", "training.averaging.period=1");
    assertThat(outcome.code).as(outcome.errors).isZero();
    assertThat(Files.readString(run.resolve("history.json"))).contains("\"epoch\" : 2");
  }

  @Test
  void printsTheResolvedRecipe() {
    Outcome outcome = train("--print-config");
    assertThat(outcome.code).isZero();
    assertThat(outcome.output).contains("\"batch-size\" : 32").contains("\"replicas\" : 2");
    assertThat(run).doesNotExist();
  }

  private Outcome train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train", "--recipe", "" + recipe, "--data", "" + dataset, "--output", "" + run));
    arguments.addAll(List.of("--master", "local[2]"));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private record Outcome(int code, String output, String errors) {}

  private static Outcome execute(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      int code = Polyak.execute(arguments);
      return new Outcome(
          code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Of the lines that polyak prints, one holds the message, and none is part of a stack. */
  private static void assertOneMessage(Outcome outcome, String message) {
    assertThat(outcome.errors.lines().filter(line -> line.startsWith("polyak: ")))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains(message));
    assertThat(outcome.errors).doesNotContain("\tat ");
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
}
