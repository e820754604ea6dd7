package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.SnapshotStore;

/** A small network by each loss: from training to the page. */
class LossRunTest {

  private static final int EPOCHS = 4;

  @TempDir private static Path folder;
  private static Path dataset;

  @BeforeAll
  static void makeData() {
    Path sample = folder.resolve("sample");
    dataset = folder.resolve("dataset");
    run("sample", "--output", "" + sample, "--train", "500", "--test", "100");
    run(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        "" + sample,
        "--output",
        "" + dataset,
        "--validation",
        "50",
        "--master",
        "local[2]");
  }

  @AfterAll
  static void stopSpark() {
    SparkSession.active().stop();
  }

  @ParameterizedTest
  @CsvSource({
    "softmax, softmax, 0.05",
    "softmax, hierarchical-softmax, 0.05",
    "hinge, softmax, 0.02",
    "squared-hinge, softmax, 0.005",
    "multi-label-logistic, softmax, 0.05",
    "multi-label-hinge, softmax, 0.02"
  })
  void everyLossIsTrained(String loss, String head, double rate) throws IOException {
    String name = loss + "-" + head;
    Path run = folder.resolve(name);
    train(run, loss, head, rate, EPOCHS);
    List<HistoryPoint> history =
        new SnapshotStore(
                new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("snapshots") + ""))
            .read(EPOCHS)
            .header()
            .history();
    assertThat(history.get(history.size() - 1).trainLoss())
        .as(name)
        .isLessThan(0.8 * history.get(0).trainLoss());
  }

  @Test
  void thePageSaysThatOutputsAreScores() throws IOException {
    assertThat(page("hinge")).contains("was trained with the loss hinge, whose outputs are scores");
    assertThat(page("softmax")).doesNotContain("whose outputs are scores");
  }

  private static void train(Path run, String loss, String head, double rate, int epochs)
      throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve(run.getFileName() + ".yaml"),
            """
            network: {name: resnet8, head: %s}
            training:
              epochs: %d
              batch-size: 16
              replicas: 2
              averaging: {period: 4}
              loss: {name: %s}
              schedule: {name: cosine, rate: %s}
            """
                .formatted(head, epochs, loss, rate));
    run(
        "train",
        "--recipe",
        "" + recipe,
        "--data",
        "" + dataset,
        "--output",
        "" + run,
        "--master",
        "local[2]");
  }

  private static String page(String loss) throws IOException {
    Path run = folder.resolve("page-" + loss);
    train(run, loss, "softmax", 0.02, 1);
    Path report = folder.resolve("report-" + loss);
    run(
        "evaluate",
        "--run",
        "" + run,
        "--data",
        "" + dataset,
        "--output",
        "" + report,
        "--master",
        "local[2]");
    return Files.readString(report.resolve("report.html"));
  }

  private static void run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }
}
