package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** The whole road on a small sample set, then the evaluate command as its user meets it. */
class EvaluateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static Path work;

  @TempDir private Path folder;

  @BeforeAll
  static void takeTheWholeRoad() throws IOException {
    Path sample = shared.resolve("sample");
    run("sample", "--output", "" + sample, "--train", "500", "--test", "70");
    Path recipe =
        Files.writeString(
            shared.resolve("recipe.yaml"),
            """
            data: {format: cifar10, validation: 60}
            augmentation: {policy: cifar}
            network: {name: resnet8}
            training:
              epochs: 4
              batch-size: 32
              schedule: {name: cosine, rate: 0.05, cycles: 2}
            evaluation: {split: test, members: 2, average-last: 2}
            """);
    work = shared.resolve("work");
    CapturedRun outcome =
        run(
            "run",
            "--recipe",
            "" + recipe,
            "--input",
            "" + sample,
            "--output",
            "" + work,
            "--master",
            "local[2]");
    assertThat(outcome.err()).contains("── ingest", "── augment", "── train", "── evaluate");
    assertThat(outcome.out()).contains("ensemble of 2 snapshots").contains("report.html");

    CapturedRun again =
        run(
            "run",
            "--recipe",
            "" + recipe,
            "--input",
            "" + sample,
            "--output",
            "" + work,
            "--master",
            "local[2]");
    assertThat(again.out()).contains("train: ").contains("is already complete");
  }

  @AfterAll
  static void stopSpark() {
    SparkSession.active().stop();
  }

  @Test
  void writesAPageFiguresAndPredictions() throws IOException {
    assertThat(work.resolve("augmentation.png")).exists();
    assertThat(work.resolve("report/report.html")).content().contains("ensemble of 2 snapshots");
    JsonNode metrics = JSON.readTree(work.resolve("report/metrics.json").toFile());
    List<String> kinds = new ArrayList<>();
    metrics.findValues("kind").forEach(kind -> kinds.add(kind.asText()));
    assertThat(kinds)
        .containsExactly(
            "single",
            "single",
            "snapshot-ensemble",
            "snapshot-ensemble",
            "snapshot-ensemble",
            "snapshot-ensemble",
            "snapshot-ensemble",
            "averaged-weights",
            "averaged-weights");
  }

  /** The figures again, by hand, from the predictions. */
  @Test
  void figuresFollowFromThePredictions() throws IOException {
    List<Row> rows =
        SparkSession.active()
            .read()
            .parquet("" + work.resolve("report/predictions/split=test"))
            .collectAsList();
    // Two snapshots, their mean, the greedy soup; both splits.
    assertThat(rows).hasSize(4 * 70);
    Map<String, double[]> ensemble = new HashMap<>();
    Map<String, Integer> labels = new HashMap<>();
    for (Row row : rows) {
      List<Float> p = row.getList(row.fieldIndex("probabilities"));
      assertThat(p.stream().mapToDouble(Float::doubleValue).sum())
          .isCloseTo(1, Offset.offset(1e-6));
      String model = row.getAs("model");
      if (model.startsWith("epoch-")) {
        double[] sum = ensemble.computeIfAbsent(row.getAs("id"), id -> new double[10]);
        for (int c = 0; c < 10; c++) {
          sum[c] += p.get(c) / 2;
        }
        labels.put(row.getAs("id"), row.getAs("label"));
      }
    }
    int wrong = 0;
    double likelihood = 0;
    for (Map.Entry<String, double[]> entry : ensemble.entrySet()) {
      int label = labels.get(entry.getKey());
      int best = 0;
      for (int c = 1; c < 10; c++) {
        if (entry.getValue()[c] > entry.getValue()[best]) {
          best = c;
        }
      }
      wrong += best == label ? 0 : 1;
      likelihood -= Math.log(entry.getValue()[label]) / 70;
    }
    JsonNode candidate = candidate(work.resolve("report"), "snapshot-ensemble");
    assertThat(first(candidate, "top1Error")).isCloseTo(wrong / 70.0, Offset.offset(1e-12));
    assertThat(first(candidate, "negativeLogLikelihood"))
        .isCloseTo(likelihood, Offset.offset(1e-6));
  }

  @Test
  void theSameFiguresOnAnyMaster() throws IOException {
    SparkSession.active().stop();
    Path other = folder.resolve("report");
    assertThat(
            evaluate(
                    "test",
                    other,
                    "--recipe",
                    "" + shared.resolve("recipe.yaml"),
                    "--master",
                    "local[1]")
                .code())
        .isZero();
    assertThat(Files.readString(other.resolve("report.html")))
        .isEqualTo(Files.readString(work.resolve("report/report.html")));
  }

  /** Another question to the same predictions: no network is run, figures stay the same. */
  @Test
  void predictionsAreJudgedAgain() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"), recipe("combine: [majority-vote], bootstrap: 0"));
    Path again = folder.resolve("again");
    CapturedRun outcome =
        evaluate(
            "test",
            again,
            "--recipe",
            "" + recipe,
            "--predictions",
            "" + work.resolve("report/predictions"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("predict the");
    assertThat(first(candidate(again, "single"), "negativeLogLikelihood"))
        .isEqualTo(first(candidate(work.resolve("report"), "single"), "negativeLogLikelihood"));
    assertThat(candidate(again, "snapshot-ensemble").path("name").asText())
        .isEqualTo("ensemble of 2 snapshots, majority vote");
    assertThat(candidate(again, "single").at("/metrics/negativeLogLikelihoodInterval").isNull())
        .isTrue();
  }

  /**
   * Fitted and judged on one split: two requests to forget the same predictions would race for
   * their blocks.
   */
  @Test
  void predictionsAreForgottenOnce() throws Exception {
    SparkSession.active().stop();
    // Spark forgets by itself what the collector has found, which would count too.
    SparkContext spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.cleaner.referenceTracking", "false")
            .getOrCreate()
            .sparkContext();
    List<Integer> forgotten = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onUnpersistRDD(SparkListenerUnpersistRDD event) {
            forgotten.add(event.rddId());
          }
        };
    spark.addSparkListener(listener);
    CapturedRun outcome = evaluate("validation", folder.resolve("report"));
    spark.listenerBus().waitUntilEmpty();
    spark.removeSparkListener(listener);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(forgotten).hasSize(1);
  }

  @Test
  void predictionsOfOthersAreRefused() throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), recipe("crops: [flip]"));
    CapturedRun outcome =
        evaluate(
            "test",
            folder.resolve("again"),
            "--recipe",
            "" + recipe,
            "--predictions",
            "" + work.resolve("report/predictions"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("holds other predictions: ").contains("crops");
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void damagedPredictionsAreNamed() throws IOException {
    Path copy = folder.resolve("predictions");
    copy(work.resolve("report/predictions"), copy);
    Path file = copy.resolve("split=test/part-00000.parquet");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    CapturedRun outcome =
        evaluate(
            "test",
            folder.resolve("again"),
            "--recipe",
            "" + shared.resolve("recipe.yaml"),
            "--predictions",
            "" + copy);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("part-00000.parquet: damaged Parquet file");
  }

  /** Two times the same run: its ensemble predicts, and its averaged weights are, as one. */
  @Test
  void severalRunsAreCombined() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            recipe(
                "crops: [centre, flip], averages: [ema, polyak], average-runs: true,"
                    + " keep-averages: true, bootstrap: 20"));
    Path twice = folder.resolve("twice");
    CapturedRun outcome =
        evaluate("test", twice, "--recipe", "" + recipe, "--run", "" + copyOfRun());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode one = named(twice, "run 1: last snapshot (epoch 4)");
    JsonNode both = named(twice, "ensemble of 2 runs");
    assertThat(both.path("forwardPasses").asInt()).isEqualTo(2);
    assertThat(first(both, "negativeLogLikelihood"))
        .isCloseTo(first(one, "negativeLogLikelihood"), Offset.offset(1e-7));
    JsonNode flipped = named(twice, "ensemble of 2 runs, centre and flip");
    assertThat(flipped.path("forwardPasses").asInt()).isEqualTo(4);
    assertThat(named(twice, "averaged weights of 2 runs").path("members").toString())
        .isEqualTo("[\"run 1: epoch-4\",\"run 2: epoch-4\"]");

    // The average is a run like any other.
    Path average = twice.resolve("averages/runs");
    CapturedRun judged =
        CapturedRun.of(
            "evaluate",
            "--run",
            "" + average,
            "--data",
            "" + work.resolve("dataset"),
            "--split",
            "test",
            "--output",
            "" + folder.resolve("average"));
    assertThat(judged.code()).as(judged.err()).isZero();
    assertThat(first(named(folder.resolve("average"), "last snapshot (epoch 4)"), "brierScore"))
        .isEqualTo(first(named(twice, "averaged weights of 2 runs"), "brierScore"));
  }

  /** Fitted on the validation split when the test split is judged, else crosswise on halves. */
  @Test
  void whatWasFittedOnIsSaid() throws IOException {
    JsonNode metrics = JSON.readTree(work.resolve("report/metrics.json").toFile());
    assertThat(metrics.path("fitting").asText()).endsWith("on the validation split.");
    assertThat(metrics.at("/candidates/0/metrics/temperature/fitted")).hasSize(1);
    Path crossed = folder.resolve("crossed");
    CapturedRun outcome =
        evaluate("validation", crossed, "--recipe", "" + shared.resolve("recipe.yaml"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode other = JSON.readTree(crossed.resolve("metrics.json").toFile());
    assertThat(other.path("fitting").asText()).contains("one half of these images");
    assertThat(other.at("/candidates/0/metrics/temperature/fitted")).hasSize(2);
    List<String> notes = new ArrayList<>();
    other.findValues("note").forEach(note -> notes.add(note.asText()));
    assertThat(notes).contains("its snapshots were chosen on the images it is judged on");
  }

  @Test
  void comparesRunsAndReports() throws IOException {
    Path page = folder.resolve("compare.html");
    CapturedRun outcome =
        CapturedRun.of(
            "compare",
            "" + work.resolve("run"),
            "" + work.resolve("report"),
            "--output",
            "" + page);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("validation while training, 4 epochs")
        .contains("ensemble of 2 snapshots, greedy selection")
        .contains("evaluation.members");
    assertThat(Files.readString(page)).contains("\"ensemble of 2 snapshots, greedy selection\"");
    CapturedRun neither =
        CapturedRun.of("compare", "" + work.resolve("run"), "" + work.resolve("dataset"));
    assertThat(neither.code()).isEqualTo(3);
    assertThat(neither.err()).contains("is neither a run of polyak train (run.json) nor a report");
    assertThat(CapturedRun.of("compare", "" + work.resolve("run")).code()).isEqualTo(2);
  }

  @Test
  void aRunWithoutSnapshotsIsNamed() throws IOException {
    Path empty = copyOfRun();
    try (java.util.stream.Stream<Path> files = Files.list(empty.resolve("snapshots"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    CapturedRun outcome = evaluateRun(empty);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("has no snapshots");
  }

  @Test
  void wrongKeysAreNamed() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            recipe("combine: [median], averages: [swa, swa], crops: [five-crop]"));
    CapturedRun outcome = evaluate("test", folder.resolve("again"), "--recipe", "" + recipe);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("unknown value \"median\" (known: mean-probabilities")
        .contains("\"swa\" stands there twice")
        .contains("unknown value \"five-crop\"");
  }

  @Test
  void dropoutThatIsNotThereCannotBeDrawn() throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), recipe("dropout-passes: 8"));
    CapturedRun outcome = evaluate("test", folder.resolve("again"), "--recipe", "" + recipe);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("evaluation.dropout-passes is 8, but resnet8")
        .contains("no dropout");
    assertThat(folder.resolve("again")).doesNotExist();
  }

  /** Of images of the network's size, the first of five scales is the centre and its mirror. */
  @Test
  void wholeImagesOfSeveralSizesAreJudged() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            recipe("crops: [centre, whole-multi-scale], bootstrap: 0, averages: []"));
    Path report = folder.resolve("again");
    CapturedRun outcome = evaluate("test", report, "--recipe", "" + recipe);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("prediction: 130 images x 2 models x 11 passes at most = 2,860 forward passes");
    JsonNode candidate = named(report, "last snapshot (epoch 4), whole-multi-scale");
    assertThat(candidate.path("forwardPasses").asInt()).isEqualTo(10);
    assertThat(first(candidate, "negativeLogLikelihood"))
        .isNotEqualTo(first(named(report, "last snapshot (epoch 4)"), "negativeLogLikelihood"));
  }

  @Test
  void theCostIsPlanned() throws IOException {
    Path recipe =
        Files.writeString(folder.resolve("recipe.yaml"), recipe("crops: [centre, multi-scale]"));
    CapturedRun outcome =
        evaluate("test", folder.resolve("again"), "--recipe", "" + recipe, "--plan");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    // 70 test images and 60 of validation; two snapshots and two averages; 1 + 50 views.
    assertThat(outcome.out())
        .contains("130 images x 4 models x 51 passes at most = 26,520 forward passes")
        .containsPattern(
            "[0-9.,]+ images/s on [0-9]+ cores, by a sample: [0-9.]+ (seconds|minutes)")
        .contains("MB of models in each executor")
        .contains("predictions: up to 0 MB");
    assertThat(folder.resolve("again")).doesNotExist();
  }

  private static String recipe(String evaluation) throws IOException {
    return Files.readString(shared.resolve("recipe.yaml"))
        .replaceAll(
            "evaluation: \\{.*\\}",
            "evaluation: {split: test, members: 2, average-last: 2, " + evaluation + "}");
  }

  private static JsonNode named(Path report, String name) throws IOException {
    JsonNode metrics = JSON.readTree(report.resolve("metrics.json").toFile());
    List<String> names = new ArrayList<>();
    for (JsonNode candidate : metrics.path("candidates")) {
      if (candidate.path("name").asText().equals(name)) {
        return candidate;
      }
      names.add(candidate.path("name").asText());
    }
    throw new AssertionError("No candidate " + name + ", only " + names);
  }

  @Test
  void anEmptySplitIsNamed() throws IOException {
    Path sample = folder.resolve("sample");
    Path dataset = folder.resolve("dataset");
    run("sample", "--output", "" + sample, "--train", "50", "--test", "10");
    run(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        "" + sample,
        "--output",
        "" + dataset,
        "--validation",
        "0");
    CapturedRun outcome =
        CapturedRun.of(
            "evaluate",
            "--run",
            "" + work.resolve("run"),
            "--data",
            "" + dataset,
            "--output",
            "" + folder.resolve("report"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("has no validation images; it has train and test");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void aRunThatIsNotCompleteIsRefused() throws IOException {
    Path incomplete = copyOfRun();
    Files.delete(incomplete.resolve("manifest.json"));
    CapturedRun outcome = evaluateRun(incomplete);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("is not complete; run the same polyak train again");
  }

  @Test
  void aDamagedSnapshotIsNamed() throws IOException {
    Path damaged = copyOfRun();
    Path snapshot = damaged.resolve("snapshots/epoch-00004.snapshot");
    byte[] bytes = Files.readAllBytes(snapshot);
    bytes[bytes.length / 2] ^= 1;
    Files.write(snapshot, bytes);
    CapturedRun outcome = evaluateRun(damaged);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("epoch-00004.snapshot: damaged snapshot");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void otherClassesThanTheNetworksAreRefused() throws IOException {
    Path other = copyOfRun();
    ObjectNode run = (ObjectNode) JSON.readTree(other.resolve("run.json").toFile());
    run.putArray("labels").add("cat").add("dog");
    JSON.writeValue(other.resolve("run.json").toFile(), run);
    CapturedRun outcome = evaluateRun(other);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("was trained on [cat, dog]");
  }

  @Test
  void anotherEvaluationInPlaceIsAConflict() {
    CapturedRun outcome = evaluate("validation", work.resolve("report"));
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("was made differently: configuration.");
  }

  @Test
  void anUnknownSplitIsAUsageError() {
    CapturedRun outcome = evaluate("tset", folder.resolve("report"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--split tset: expected one of [train, validation, test]");
  }

  private CapturedRun evaluateRun(Path run) {
    return CapturedRun.of(
        "evaluate",
        "--run",
        "" + run,
        "--data",
        "" + work.resolve("dataset"),
        "--output",
        "" + folder.resolve("report"));
  }

  private static CapturedRun evaluate(String split, Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--run",
                "" + work.resolve("run"),
                "--data",
                "" + work.resolve("dataset"),
                "--split",
                split,
                "--output",
                "" + output));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private static JsonNode candidate(Path report, String kind) throws IOException {
    JsonNode metrics = JSON.readTree(report.resolve("metrics.json").toFile());
    for (JsonNode candidate : metrics.path("candidates")) {
      if (candidate.path("kind").asText().equals(kind)) {
        return candidate;
      }
    }
    throw new AssertionError("No candidate of kind " + kind + " in " + metrics);
  }

  private static double first(JsonNode candidate, String name) {
    JsonNode value = candidate.findValue(name);
    assertThat(value).as(name + " in " + candidate).isNotNull();
    return value.asDouble();
  }

  /** Without Hadoop's checksums, which would notice damage before the snapshot's own does. */
  private Path copyOfRun() throws IOException {
    Path copy = folder.resolve("run");
    copy(work.resolve("run"), copy);
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().endsWith(".crc")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private static CapturedRun run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }
}
