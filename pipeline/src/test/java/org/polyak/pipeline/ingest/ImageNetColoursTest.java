package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Statistics;

/**
 * Principal components of colour of 600 images of ten ImageNet classes against those of ImageNet
 * that AlexNet's colour augmentation is commonly done with (fb.resnet.torch, 2016; values from 0 to
 * 1).
 */
class ImageNetColoursTest {

  private static final double[] EIGENVALUES = {0.2175, 0.0188, 0.0045};

  private static final double[][] EIGENVECTORS = {
    {-0.5675, -0.5808, -0.5836}, {0.7192, -0.0045, -0.6948}, {0.4009, -0.8140, 0.4203}
  };

  private static final double[] LEAST_COSINE = {0.99, 0.98, 0.98};

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void componentsOfASampleAreNearThePublishedOnes() throws IOException {
    String variable = System.getenv("POLYAK_SHARED_DATA");
    Path shared = Path.of(variable == null ? "../../shared/data" : variable);
    Path input = shared.resolve("imagenet/imagenette-subset");
    assumeTrue(
        Files.isDirectory(input.resolve("train")),
        "ImageNet's sample is not at " + input + " (set POLYAK_SHARED_DATA)");
    Path output = folder.resolve("dataset");
    CapturedRun run =
        CapturedRun.of(
            "ingest",
            "--format=folder",
            "--input=" + input,
            "--output=" + output,
            "--master=local[2]");
    assertThat(run.code()).as(run.err()).isZero();
    Statistics statistics =
        ImageDataset.open(new Configuration(), new org.apache.hadoop.fs.Path(output.toString()))
            .statistics();
    double total = 0.2175 + 0.0188 + 0.0045;
    double found = statistics.eigenvalues().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(found).isCloseTo(total, Percentage.withPercentage(15));
    for (int i = 0; i < 3; i++) {
      double cosine = 0;
      for (int c = 0; c < 3; c++) {
        cosine += EIGENVECTORS[i][c] * statistics.eigenvectors().get(i).get(c);
      }
      // A component has no sign.
      assertThat(Math.abs(cosine)).as("cosine %d", i).isBetween(LEAST_COSINE[i], 1.001);
      assertThat(statistics.eigenvalues().get(i) / found)
          .as("share %d", i)
          .isCloseTo(EIGENVALUES[i] / total, within(0.02));
    }
  }
}
