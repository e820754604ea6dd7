package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;

/** The real collection against the figures that are published for it. */
class CifarTruthTest {

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void statisticsOfAllTrainingImagesAreThePublishedOnes() throws IOException {
    String variable = System.getenv("POLYAK_SHARED_DATA");
    Path shared = Path.of(variable == null ? "../../shared/data" : variable);
    Path input = shared.resolve("cifar-10-batches-bin");
    assumeTrue(
        Files.isRegularFile(input.resolve("data_batch_1.bin")),
        "CIFAR-10 is not at " + input + " (set POLYAK_SHARED_DATA)");
    Path output = folder.resolve("dataset");
    CapturedRun run =
        CapturedRun.of(
            "ingest",
            "--format=cifar10",
            "--input=" + input,
            "--output=" + output,
            "--validation=0",
            "--master=local[2]");
    assertThat(run.code()).as(run.err()).isZero();
    ImageDataset dataset =
        ImageDataset.open(new Configuration(), new org.apache.hadoop.fs.Path(output.toString()));
    assertThat(dataset.info().rows(Split.TRAIN)).isEqualTo(50_000);
    Statistics statistics = dataset.statistics();
    assertThat(statistics.pixels()).isEqualTo(50_000L * 1024);
    double[] mean = {0.49140, 0.48216, 0.44653};
    double[] deviation = {0.24703, 0.24349, 0.26159};
    for (int c = 0; c < 3; c++) {
      assertThat(statistics.mean().get(c)).isCloseTo(mean[c], within(5.1e-6));
      assertThat(statistics.deviation().get(c)).isCloseTo(deviation[c], within(5.1e-6));
    }
    assertThat(statistics.counts().get("train").values()).containsOnly(5000L);
    assertThat(dataset.info().files(Split.TRAIN)).hasSize(3);
  }
}
