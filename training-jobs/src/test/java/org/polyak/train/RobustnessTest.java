package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.snapshot.SnapshotStore;

/** Runs that diverge, that stop early, and that are resumed after either. */
class RobustnessTest {

  /** The rate rises to a height at which a linear classifier cannot be trained. */
  private static final String STEEP =
      """
      network: {name: softmax}
      training:
        epochs: 3
        batch-size: 8
        averaging: {period: 2}
        schedule: {rate: 1, warm-up: 2, warm-up-start: 0}
        snapshots: {every-rounds: 1, keep-last: 9}
        divergence: {explosion: 5, maximum-times: 9}
      """;

  @TempDir private static Path shared;
  private static Path dataset;

  @TempDir private Path folder;
  private Path recipe;
  private Path run;

  @BeforeAll
  static void makeData() {
    dataset = TrainingFixture.dataset(shared);
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = TrainingFixture.recipe(folder, STEEP);
    run = folder.resolve("run");
  }

  @Test
  void divergenceStopsInItsRoundAndNamesTheLastGoodSnapshot() {
    CapturedRun outcome = train();
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
    assertThat(outcome.err().lines().filter(line -> line.startsWith("polyak: ")))
        .singleElement()
        .asString()
        .matches(
            "polyak: Training diverged: the loss of a replica is .* times the usual .*, in epoch"
                + " \\d, round \\d+, at a rate of .*; the most likely cause is a learning rate that"
                + " is too high: lower training.schedule.rate; the last good snapshot is"
                + " .*/run/snapshots/epoch-0000\\d(-round-0000\\d)?.snapshot. .*");
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(run.resolve("manifest.json")).doesNotExist();
  }

  @Test
  void lowersTheRateFromTheLastGoodSnapshotAndRepeatsThatWhenResumed() throws IOException {
    CapturedRun outcome = train("--set", "training.divergence.action=lower-rate");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("Going back to epoch").contains("the rate times 0.5");
    JsonNode drops = json(run.resolve("metrics.json")).path("rateDrops");
    assertThat(drops).isNotEmpty();
    assertThat(drops.get(0)).isEqualTo(json(run.resolve("rate-drops/00001.json")));
    assertThat(drops.get(0).path("reason").asText()).contains("times the usual");
    ReplicaState whole = state(3);

    // As a kill would leave it, once with the last epoch to be done again and once with all.
    for (int from : new int[] {3, 1}) {
      Files.delete(run.resolve("manifest.json"));
      for (int epoch = from; epoch <= 3; epoch++) {
        Files.delete(run.resolve("snapshots/epoch-%05d.snapshot".formatted(epoch)));
      }
      CapturedRun resumed = train("--set", "training.divergence.action=lower-rate");
      assertThat(resumed.code()).as(resumed.err()).isZero();
      assertThat(resumed.err()).doesNotContain("Going back");
      assertThat(state(3).parameters()).isEqualTo(whole.parameters());
      assertThat(state(3).updater()).isEqualTo(whole.updater());
      assertThat(json(run.resolve("metrics.json")).path("rateDrops")).isEqualTo(drops);
    }
  }

  @Test
  void lowersTheRateAsOftenAsAllowed() {
    CapturedRun outcome =
        train(
            "--set",
            "training.divergence.action=lower-rate",
            "--set",
            "training.divergence.factor=0.9",
            "--set",
            "training.divergence.maximum-times=2");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
    assertThat(outcome.err())
        .contains("diverged again after the rate was lowered 2 times")
        .doesNotContain("\tat ");
    assertThat(run.resolve("rate-drops/00002.json")).exists();
    assertThat(run.resolve("rate-drops/00003.json")).doesNotExist();
  }

  /** No gain is as large as the one asked for, so the first check remains the best. */
  @Test
  void stopsEarlyAtTheBestAndDoesSoAgainWhenResumed() throws IOException {
    String[] options = {
      "--set", "training.schedule.rate=0.01",
      "--set", "training.epochs=9",
      "--set", "training.early-stopping.metric=validation-loss",
      "--set", "training.early-stopping.minimum-delta=1000",
      "--set", "training.early-stopping.patience=2",
      "--set", "training.snapshots.keep-last=1",
    };
    CapturedRun outcome = train(options);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("stopping early: validation-loss has not improved since epoch 1");
    JsonNode metrics = json(run.resolve("metrics.json"));
    assertThat(metrics.path("stoppedEarly").asText()).contains("after epoch 3");
    assertThat(metrics.path("snapshot").asText()).isEqualTo("epoch-00001.snapshot");
    assertThat(metrics.path("best").path("metric").asText()).isEqualTo("validation-loss");
    assertThat(snapshots()).containsExactly(1);
    assertThat(json(run.resolve("history.json"))).hasSize(3);
    ReplicaState model = state(1);

    Files.delete(run.resolve("manifest.json"));
    CapturedRun resumed = train(options);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(json(run.resolve("metrics.json")).path("stoppedEarly").asText())
        .isEqualTo(metrics.path("stoppedEarly").asText());
    assertThat(snapshots()).containsExactly(1);
    assertThat(state(1).parameters()).isEqualTo(model.parameters());
  }

  @Test
  void theBestEpochHasASnapshotWhateverElseIsKept() throws IOException {
    CapturedRun outcome =
        train(
            "--set",
            "training.schedule.rate=0.01",
            "--set",
            "training.snapshots.every=100",
            "--set",
            "training.snapshots.every-rounds=0",
            "--set",
            "training.snapshots.keep-last=1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode best = json(run.resolve("metrics.json")).path("best");
    double most = 0;
    for (JsonNode point : json(run.resolve("history.json"))) {
      most = Math.max(most, point.path("validationAccuracy").asDouble());
    }
    assertThat(best.path("value").asDouble()).isEqualTo(most);
    assertThat(run.resolve("snapshots").resolve(best.path("snapshot").asText())).exists();
    assertThat(snapshots()).contains(best.path("epoch").asInt(), 3).hasSizeLessThanOrEqualTo(2);
  }

  private CapturedRun train(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--master", "local[2]"));
    arguments.addAll(List.of("--recipe", "" + recipe, "--data", "" + dataset));
    arguments.addAll(List.of("--output", "" + run));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private List<Integer> snapshots() throws IOException {
    return store().epochs();
  }

  private ReplicaState state(int epoch) throws IOException {
    return store().read(epoch).state();
  }

  private SnapshotStore store() throws IOException {
    return new SnapshotStore(
        new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("snapshots").toString()));
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.parse(file.toString(), Files.readAllBytes(file));
  }
}
