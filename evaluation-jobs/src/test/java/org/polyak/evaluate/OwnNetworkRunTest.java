package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** A network that only the recipe describes, from training to evaluation. */
class OwnNetworkRunTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RECIPE =
      """
      network:
        name: mine
        layers:
          - {type: convolution, filters: 6, stride: 2}
          - {type: tanh}
          - {type: max-pool, size: 2}
          - {type: dense}
        initialization: {weights: lsuv, images: 20}
      training:
        epochs: 1
        batch-size: 32
        schedule: {rate: 0.01}
      """;

  @TempDir private Path folder;

  @AfterAll
  static void stopSpark() {
    SparkSession.active().stop();
  }

  @Test
  void evaluationBuildsTheNetworkThatWasTrained() throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Path dataset = folder.resolve("dataset");
    Path run = folder.resolve("run");
    succeed("sample", "--output", at("sample"), "--train", "120", "--test", "20");
    succeed(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        at("sample"),
        "--output",
        dataset.toString(),
        "--validation",
        "30",
        "--master",
        "local[2]");
    CapturedRun trained =
        succeed(
            "train",
            "--recipe",
            recipe.toString(),
            "--data",
            dataset.toString(),
            "--output",
            run.toString(),
            "--master",
            "local[2]");
    // 3x3x3 weights and a bias for each of 6 filters, 8x8x6 inputs of a dense layer.
    assertThat(trained.err()).contains("mine: 4,018 parameters");
    JsonNode description = JSON.readTree(run.resolve("run.json").toFile());
    assertThat(description.at("/networkRecipe/layers/0/filters").asInt()).isEqualTo(6);
    succeed(
        "evaluate",
        "--run",
        run.toString(),
        "--data",
        dataset.toString(),
        "--split",
        "validation",
        "--output",
        at("report"),
        "--master",
        "local[2]");
    JsonNode last = JSON.readTree(run.resolve("metrics.json").toFile()).path("last");
    JsonNode report = JSON.readTree(folder.resolve("report/metrics.json").toFile());
    assertThat(report.findValue("negativeLogLikelihood").asDouble())
        .isCloseTo(last.path("validationLoss").asDouble(), within(1e-4));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static CapturedRun succeed(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }
}
