package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** Ingest, training and evaluation with ZCA whitening, on grey images of 8 x 8 pixels. */
class WhiteningRunTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIDE = 8;
  private static final int IMAGES = 150;

  @TempDir private static Path shared;
  private static Path dataset;
  private static Path run;

  @TempDir private Path folder;

  @BeforeAll
  static void ingestAndTrain() throws IOException {
    Path raw = writeImages(shared.resolve("raw"));
    dataset = shared.resolve("dataset");
    ingest(raw, dataset, "--whitening", "true");
    run = shared.resolve("run");
    CapturedRun trained = train(dataset, run);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @AfterAll
  static void stopSpark() {
    SparkSession.active().stop();
  }

  /** The training loop and evaluation are two ways to the same images. */
  @Test
  void evaluationWhitensAsTrainingDid() throws IOException {
    assertThat(dataset.resolve("whitening/part-00000.parquet")).exists();
    assertThat(run.resolve("whitening.bin")).hasSize(16 + 4L * 192 * 192);
    CapturedRun judged = evaluate(run);
    assertThat(judged.code()).as(judged.err()).isZero();
    JsonNode last = JSON.readTree(run.resolve("metrics.json").toFile()).path("last");
    JsonNode candidate =
        JSON.readTree(folder.resolve("report/metrics.json").toFile()).path("candidates").get(1);
    assertThat(candidate.path("name").asText()).isEqualTo("last snapshot (epoch 2)");
    assertThat(candidate.findValue("negativeLogLikelihood").asDouble())
        .isCloseTo(last.path("validationLoss").asDouble(), within(1e-5));
  }

  /**
   * Ingest made the same components with another number of tasks, so training has the same bits.
   */
  @Test
  void theSameBitsFromTheImagesAnew() throws IOException {
    Path again = folder.resolve("dataset");
    SparkSession.active().stop();
    ingest(
        shared.resolve("raw"),
        again,
        "--whitening",
        "--master",
        "local[1]",
        "--spark-conf",
        "spark.sql.files.maxPartitionBytes=4096");
    assertThat(again.resolve("whitening/part-00000.parquet"))
        .hasSameBinaryContentAs(dataset.resolve("whitening/part-00000.parquet"));
    Path other = folder.resolve("run");
    CapturedRun trained = train(again, other);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(other.resolve("whitening.bin")).hasSameBinaryContentAs(run.resolve("whitening.bin"));
    assertThat(other.resolve("snapshots/epoch-00002.snapshot")).exists();
    assertThat(losses(other)).isEqualTo(losses(run));
  }

  @Test
  void aDamagedMatrixIsNamed() throws IOException {
    Path copy = folder.resolve("run");
    try (java.util.stream.Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".crc")).toList()) {
        Files.copy(file, copy.resolve(run.relativize(file).toString()));
      }
    }
    Path matrix = copy.resolve("whitening.bin");
    byte[] bytes = Files.readAllBytes(matrix);
    bytes[100] ^= 1;
    Files.write(matrix, bytes);
    CapturedRun damaged = evaluate(copy);
    assertThat(damaged.code()).isEqualTo(3);
    assertThat(damaged.messages()).contains("whitening.bin: damaged: its SHA-256 is not that of");
    Files.delete(matrix);
    CapturedRun missing = evaluate(copy);
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.messages()).contains("is not a whole run: whitening.bin is missing");
  }

  @Test
  void aDataSetWithoutComponentsIsNamed() {
    Path plain = folder.resolve("plain");
    ingest(shared.resolve("raw"), plain);
    CapturedRun outcome = train(plain, folder.resolve("run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.messages())
        .contains("training.normalization: zca-whitening needs principal components")
        .contains("ingest it with --whitening (data.whitening: true)");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static List<Double> losses(Path run) throws IOException {
    List<Double> losses = new ArrayList<>();
    JSON.readTree(run.resolve("history.json").toFile())
        .findValues("validationLoss")
        .forEach(loss -> losses.add(loss.asDouble()));
    assertThat(losses).hasSize(2);
    return losses;
  }

  private static void ingest(Path raw, Path output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "--input", "" + raw));
    arguments.addAll(List.of("--output", "" + output, "--validation", "30"));
    arguments.addAll(List.of(more));
    CapturedRun outcome = CapturedRun.of(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static CapturedRun train(Path data, Path output) {
    try {
      Path recipe =
          Files.writeString(
              output.resolveSibling("recipe.yaml"),
              """
              network: {name: resnet8}
              training:
                epochs: 2
                batch-size: 16
                normalization: zca-whitening
                whitening-epsilon: 0.01
                schedule: {rate: 0.02}
              """);
      return CapturedRun.of(
          "train", "--recipe", "" + recipe, "--data", "" + data, "--output", "" + output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CapturedRun evaluate(Path trained) {
    return CapturedRun.of(
        "evaluate",
        "--run",
        "" + trained,
        "--data",
        "" + dataset,
        "--output",
        "" + folder.resolve("report"));
  }

  /** Smooth images whose class is the brighter half, as MNIST's files. */
  private static Path writeImages(Path raw) throws IOException {
    Files.createDirectories(raw);
    Random random = new Random(2);
    try (DataOutputStream images = file(raw.resolve("train-images-idx3-ubyte"));
        DataOutputStream labels = file(raw.resolve("train-labels-idx1-ubyte"))) {
      for (int number : new int[] {0x803, IMAGES, SIDE, SIDE}) {
        images.writeInt(number);
      }
      for (int number : new int[] {0x801, IMAGES}) {
        labels.writeInt(number);
      }
      for (int i = 0; i < IMAGES; i++) {
        labels.writeByte(i % 2);
        double value = 100;
        for (int p = 0; p < SIDE * SIDE; p++) {
          boolean bright = p % SIDE < SIDE / 2 == (i % 2 == 0);
          value = 0.8 * value + 0.2 * (bright ? 170 : 80) + 12 * random.nextGaussian();
          images.writeByte((int) Math.max(0, Math.min(255, value)));
        }
      }
    }
    return raw;
  }

  private static DataOutputStream file(Path path) throws IOException {
    return new DataOutputStream(Files.newOutputStream(path));
  }
}
