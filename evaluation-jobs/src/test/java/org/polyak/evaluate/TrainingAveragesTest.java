package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** Averages over time that training kept are judged beside the snapshots of the run. */
class TrainingAveragesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path sample = shared.resolve("sample");
    run("sample", "--output", "" + sample, "--train", "150", "--test", "10");
    Path recipe =
        Files.writeString(
            shared.resolve("recipe.yaml"),
            """
            network: {name: resnet8}
            training:
              epochs: 2
              batch-size: 16
              averages: {ema: {decay: 0.9}, swa: {start: 0}, tail: {start: 0}}
            """);
    run(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        "" + sample,
        "--output",
        "" + shared.resolve("dataset"),
        "--validation",
        "50",
        "--master",
        "local[2]");
    run(
        "train",
        "--recipe",
        "" + recipe,
        "--data",
        "" + shared.resolve("dataset"),
        "--output",
        "" + shared.resolve("run"));
  }

  @AfterAll
  static void stopSpark() {
    SparkSession.active().stop();
  }

  /** Training judged them too, image by image in slices of its own: the figures are the same. */
  @Test
  void averagesOfTrainingAreCandidatesWithTheFiguresOfTraining() throws IOException {
    Path report = folder.resolve("report");
    run(
        "evaluate",
        "--run",
        run(),
        "--data",
        "" + shared.resolve("dataset"),
        "--output",
        "" + report);
    JsonNode trained = JSON.readTree(shared.resolve("run/metrics.json").toFile()).path("averages");
    Map<String, String> names =
        Map.of(
            "ema", "EMA of training",
            "swa", "SWA of training",
            "tail", "Polyak-Ruppert average of training");
    names.forEach(
        (key, name) -> {
          JsonNode candidate = named(report, name);
          JsonNode figures = candidate.path("metrics");
          assertThat(candidate.path("kind").asText()).isEqualTo("averaged-weights");
          assertThat(candidate.path("forwardPasses").asInt()).isEqualTo(1);
          assertThat(figures.path("examples").asInt()).isEqualTo(50);
          assertThat(figures.path("top1Error").asDouble())
              .isCloseTo(
                  1 - trained.path(key).path("validationAccuracy").asDouble(),
                  Offset.offset(1e-12));
          assertThat(figures.path("negativeLogLikelihood").asDouble())
              .isCloseTo(trained.path(key).path("validationLoss").asDouble(), Offset.offset(1e-4));
        });
  }

  @Test
  void aDamagedAverageIsNamed() throws IOException {
    Path copy = folder.resolve("run");
    try (java.util.stream.Stream<Path> files = Files.walk(shared.resolve("run"))) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".crc")).toList()) {
        Files.copy(file, copy.resolve(shared.resolve("run").relativize(file).toString()));
      }
    }
    Path average = copy.resolve("snapshots/ema.snapshot");
    byte[] bytes = Files.readAllBytes(average);
    bytes[bytes.length / 2] ^= 1;
    Files.write(average, bytes);
    CapturedRun outcome =
        CapturedRun.of(
            "evaluate",
            "--run",
            "" + copy,
            "--data",
            "" + shared.resolve("dataset"),
            "--output",
            "" + folder.resolve("report"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("ema.snapshot: damaged snapshot");
  }

  private static String run() {
    return "" + shared.resolve("run");
  }

  private static JsonNode named(Path report, String name) {
    try {
      for (JsonNode candidate :
          JSON.readTree(report.resolve("metrics.json").toFile()).path("candidates")) {
        if (candidate.path("name").asText().equals(name)) {
          return candidate;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new AssertionError("No candidate " + name);
  }

  private static void run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }
}
