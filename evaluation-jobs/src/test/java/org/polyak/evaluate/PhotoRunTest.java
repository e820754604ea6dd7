package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;

/** Photographs of several sizes, from files to a report. */
class PhotoRunTest {

  @TempDir private Path folder;
  private Path dataset;
  private Path run;

  @BeforeEach
  void ingestPhotos() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      int width = 40 + random.nextInt(200);
      int height = 40 + random.nextInt(200);
      boolean red = i % 2 == 0;
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int noise = random.nextInt(60);
          image.setRGB(x, y, red ? (190 + noise) << 16 | noise : (190 + noise) | noise << 16);
        }
      }
      Path file = folder.resolve("raw/train/%s/%02d.jpg".formatted(red ? "red" : "blue", i));
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "jpg", file.toFile());
    }
    dataset = folder.resolve("dataset");
    run = folder.resolve("run");
    CapturedRun ingested =
        CapturedRun.of(
            "ingest",
            "--input=" + folder.resolve("raw"),
            "--output=" + dataset,
            "--validation=10",
            "--master=local[2]");
    assertThat(ingested.code()).as(ingested.err()).isZero();
  }

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void aNetworkLearnsToTellThemApart() throws IOException {
    CapturedRun trained =
        train(
            "network: {name: softmax, input: 32}",
            "{name: random-scale-crop, shortest: 32,"
                + " longest: 48, size: 32}, {name: horizontal-flip}, {name: pca-colour}");
    assertThat(trained.code()).as(trained.err()).isZero();
    CapturedRun judged =
        CapturedRun.of(
            "evaluate",
            "--run=" + run,
            "--data=" + dataset,
            "--split=validation",
            "--output=" + folder.resolve("report"),
            "--master=local[2]");
    assertThat(judged.code()).as(judged.err()).isZero();
    ObjectMapper json = new ObjectMapper();
    JsonNode last = json.readTree(run.resolve("metrics.json").toFile()).path("last");
    assertThat(last.path("validationError").asDouble()).isZero();
    JsonNode report = json.readTree(folder.resolve("report/metrics.json").toFile());
    assertThat(report.findValue("negativeLogLikelihood").asDouble())
        .isCloseTo(last.path("validationLoss").asDouble(), within(1e-5));
  }

  @Test
  void whatDoesNotFitIsExplained() throws IOException {
    CapturedRun sizes = train("network: {name: softmax}", "{name: horizontal-flip}");
    assertThat(sizes.code()).isEqualTo(2);
    assertThat(sizes.messages()).contains("has images of several sizes: set network.input");
    CapturedRun policy = train("network: {name: softmax, input: 32}", "{name: horizontal-flip}");
    assertThat(policy.code()).isEqualTo(2);
    assertThat(policy.messages())
        .contains("of which the augmentation policy (horizontal-flip probability=0.5) makes")
        .contains("the network takes 32 x 32");
  }

  private CapturedRun train(String network, String transforms) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        %s
        augmentation:
          transforms: [%s]
        training:
          epochs: 3
          batch-size: 5
          replicas: 2
          schedule: {rate: 0.01}
        """
            .formatted(network, transforms));
    return CapturedRun.of(
        "train",
        "--recipe=" + recipe,
        "--data=" + dataset,
        "--output=" + run,
        "--overwrite",
        "--master=local[2]");
  }
}
