package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    assertThat(kinds).containsExactly("single", "single", "snapshot-ensemble", "averaged-weights");
  }

  /** The figures again, by hand, from the predictions. */
  @Test
  void figuresFollowFromThePredictions() throws IOException {
    List<Row> rows =
        SparkSession.active()
            .read()
            .parquet("" + work.resolve("report/predictions"))
            .collectAsList();
    assertThat(rows).hasSize(3 * 70);
    Map<String, double[]> ensemble = new HashMap<>();
    Map<String, Integer> labels = new HashMap<>();
    for (Row row : rows) {
      List<Double> p = row.getList(row.fieldIndex("probabilities"));
      assertThat(p.stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, Offset.offset(1e-9));
      String model = row.getAs("model");
      if (!model.equals("averaged")) {
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
        .isCloseTo(likelihood, Offset.offset(1e-9));
  }

  @Test
  void theSameFiguresOnAnyMaster() throws IOException {
    SparkSession.active().stop();
    Path other = folder.resolve("report");
    assertThat(
            evaluate("test", other, "--members", "2", "--average-last", "2", "--master", "local[1]")
                .code())
        .isZero();
    assertThat(Files.readString(other.resolve("report.html")))
        .isEqualTo(Files.readString(work.resolve("report/report.html")));
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
    try (java.util.stream.Stream<Path> files = Files.walk(work.resolve("run"))) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().endsWith(".crc")) {
          Files.copy(file, copy.resolve(work.resolve("run").relativize(file).toString()));
        }
      }
    }
    return copy;
  }

  private static CapturedRun run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }
}
