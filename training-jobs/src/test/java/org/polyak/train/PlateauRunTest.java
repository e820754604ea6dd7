package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/** A rate that falls on plateaus, in training, and after training was stopped. */
class PlateauRunTest {

  @TempDir private static Path folder;
  private static Path dataset;

  @BeforeAll
  static void makeData() {
    dataset = TrainingFixture.dataset(folder);
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  /** No loss falls by more than all of itself, so every epoch after the first is a bad one. */
  @Test
  void theRateFallsAndAResumedRunHasTheSameBits() throws IOException {
    TrainingFixture.recipe(
        folder,
        """
        network: {name: resnet8}
        training:
          epochs: 4
          batch-size: 16
          averaging: {period: 3}
          snapshots: {keep-last: 4}
          schedule: {name: plateau, rate: 0.1, metric: train-loss, patience: 1, threshold: 1}
        """);
    CapturedRun outcome = train("whole");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("train-loss has stopped improving: from epoch 3 on the rate is 0.05")
        .contains("train-loss has stopped improving: from epoch 4 on the rate is 0.025")
        .doesNotContain("sgd needs a rate that falls");
    Snapshot whole = read("whole");
    assertRates(whole, 0.1, 0.1, 0.05, 0.025);

    // What a process that was killed in the fourth epoch leaves.
    Files.createDirectories(folder.resolve("resumed/snapshots"));
    Files.copy(folder.resolve("whole/run.json"), folder.resolve("resumed/run.json"));
    String name = "snapshots/epoch-00003.snapshot";
    Files.copy(folder.resolve("whole").resolve(name), folder.resolve("resumed").resolve(name));
    CapturedRun again = train("resumed");
    assertThat(again.err()).contains("after epoch 3");
    Snapshot resumed = read("resumed");
    assertRates(resumed, 0.1, 0.1, 0.05, 0.025);
    assertThat(resumed.state().parameters()).isEqualTo(whole.state().parameters());
    assertThat(resumed.state().updater()).isEqualTo(whole.state().updater());
    assertThat(resumed.state().statistics()).isEqualTo(whole.state().statistics());
  }

  @Test
  void aMetricOfValidationNeedsAValidationSplit() throws IOException {
    Path sample = folder.resolve("small");
    Path unsplit = folder.resolve("unsplit");
    TrainingFixture.run("sample", "--output", "" + sample, "--train", "20", "--test", "10");
    TrainingFixture.run(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        "" + sample,
        "--output",
        "" + unsplit,
        "--validation",
        "0");
    Path recipe =
        Files.writeString(
            folder.resolve("validation.yaml"),
            "network: {name: resnet8}\ntraining: {schedule: {name: plateau}}\n");
    CapturedRun outcome =
        CapturedRun.of(
            "train",
            "--recipe",
            "" + recipe,
            "--data",
            "" + unsplit,
            "--output",
            "" + folder.resolve("none"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("no validation split, which training.schedule.metric: validation-loss needs");
  }

  private static void assertRates(Snapshot snapshot, double... expected) {
    assertThat(snapshot.header().history().stream().mapToDouble(HistoryPoint::rate).toArray())
        .containsExactly(expected, Offset.offset(1e-12));
  }

  private static CapturedRun train(String name) {
    return CapturedRun.of(
        "train",
        "--recipe",
        "" + folder.resolve("recipe.yaml"),
        "--data",
        "" + dataset,
        "--output",
        "" + folder.resolve(name),
        "--master",
        "local[2]");
  }

  private static Snapshot read(String run) throws IOException {
    return new SnapshotStore(
            new Configuration(),
            new org.apache.hadoop.fs.Path(folder.resolve(run).resolve("snapshots").toString()))
        .read(4);
  }
}
