package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.engine.Bfloat16Machine;
import org.polyak.train.run.ComputeCheck;
import org.polyak.train.snapshot.SnapshotStore;

/** {@code training.compute: bfloat16} as its user meets it. */
class Bfloat16RunTest {

  @TempDir private static Path folder;
  private static Path dataset;
  private static Path recipe;

  @BeforeAll
  static void makeData() throws IOException {
    Bfloat16Machine.require();
    dataset = TrainingFixture.dataset(folder);
    recipe =
        TrainingFixture.recipe(
            folder,
            """
            network: {name: resnet8}
            training: {epochs: 2, batch-size: 16, averaging: {period: 3}, schedule: {rate: 0.02}}
            """);
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @Test
  void trainsToTheSameBitsOnAnyMasterAndToOthersThanFloat32() throws IOException {
    Path wide = folder.resolve("wide");
    Path narrow = folder.resolve("narrow");
    Path again = folder.resolve("again");
    CapturedRun first = train(narrow, "local[1]", "bfloat16");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).containsPattern("engine onednn: .*, trains in bfloat16\n");
    JsonNode description = Json.parse("run.json", Files.readAllBytes(narrow.resolve("run.json")));
    assertThat(description.path("engineLine").asText()).endsWith("trains in bfloat16");
    assertThat(description.at("/identity/configuration/training/compute").asText())
        .isEqualTo("bfloat16");

    CapturedRun other = train(narrow, "local[1]", "float32");
    assertThat(other.code()).isEqualTo(4);
    assertThat(other.err())
        .contains("configuration.training.compute is \"bfloat16\" there and \"float32\" here");

    assertThat(train(again, "local[2]", "bfloat16").code()).isZero();
    assertThat(train(wide, "local[2]", "float32").code()).isZero();
    assertThat(parameters(again)).isEqualTo(parameters(narrow));
    float[] exact = parameters(wide);
    float[] found = parameters(narrow);
    assertThat(found).isNotEqualTo(exact);
    double squares = 0;
    double length = 0;
    for (int i = 0; i < exact.length; i++) {
      squares += Math.pow(found[i] - exact[i], 2);
      length += Math.pow(exact[i], 2);
    }
    assertThat(Math.sqrt(squares / length)).isBetween(1e-4, 0.1);
  }

  /** The driver has it; its executors are held to less by oneDNN's own variable. */
  @Test
  void anExecutorThatDoesNotHaveItIsRefused() {
    TrainingFixture.stop();
    SparkConf conf =
        new SparkConf()
            .setAppName("test")
            .setMaster("local-cluster[1,1,1024]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
            .set("spark.executorEnv.ONEDNN_MAX_CPU_ISA", "AVX512_CORE");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      ComputeCheck.checkExecutors(config("float32"), spark);
      assertThatThrownBy(() -> ComputeCheck.checkExecutors(config("bfloat16"), spark))
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("expected oneDNN's avx512_core_bf16 or higher, found avx512_core;")
          .hasMessageEndingWith("(on an executor)");
    }
  }

  private static TrainingConfig config(String compute) {
    return TrainingConfig.read(
            Recipe.parse("test", "training: {compute: %s}".formatted(compute), List.of()).root())
        .withEngine("onednn");
  }

  private static CapturedRun train(Path run, String master, String compute) {
    List<String> arguments = new ArrayList<>(List.of("train", "--recipe", recipe.toString()));
    arguments.addAll(List.of("--data", dataset.toString(), "--output", run.toString()));
    arguments.addAll(List.of("--master", master, "--set", "training.compute=" + compute));
    TrainingFixture.stop();
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private static float[] parameters(Path run) throws IOException {
    return new SnapshotStore(
            new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("snapshots").toString()))
        .read(2)
        .state()
        .parameters();
  }
}
