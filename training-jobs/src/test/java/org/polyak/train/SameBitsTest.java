package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.train.average.TimeAverage;
import org.polyak.train.average.TimeAverageKind;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * Optimisers, schedules, penalties and averages over time: the same bits on one core and two, and
 * of a run that goes on from the snapshot of the first epoch.
 */
class SameBitsTest {

  private static final int EPOCHS = 2;

  private static final List<String> KEYS =
      List.of(
          """
          optimizer: {name: adamw, decay: weights, clip: {norm: 1}}
          schedule: {name: one-cycle, rate: 0.01}
          averages: {ema: {decay: 0.9}, swa: {start: 0}, tail: {start: 1}}
          """,
          """
          optimizer: {name: lamb}
          schedule: {name: constant, rate: 0.01, momentum: {start: 0.5, end: 0.9}}
          averages: {swa: {start: 0, rate: 0.005}}
          """,
          """
          optimizer: {name: lars, groups: [{nodes: [logits], rate: 0.5}]}
          averaging: {period: 3, updater: reset}
          schedule: {name: triangular, rate: 1, half-cycle: 0.5, per: step}
          """,
          """
          optimizer: {name: rmsprop, momentum: 0.9}
          regularization: {l1: 1e-4, max-norm: 3}
          schedule: {name: step, rate: 1e-3, every: 1, factor: 0.5, per: epoch}
          """,
          """
          optimizer: {form: velocity, nesterov: false}
          schedule: {name: warm-restarts, rate: 0.1, first-cycle: 1, multiplier: 1}
          averages: {swa: {start: 0, at-cycle-ends: true}}
          """);

  @TempDir private static Path folder;
  private static Path dataset;

  /** All recipes on one core, in one session. */
  @BeforeAll
  static void trainOnOneCore() throws IOException {
    dataset = TrainingFixture.dataset(folder);
    TrainingFixture.stop();
    for (int i = 0; i < KEYS.size(); i++) {
      Files.createDirectories(runs(i));
      TrainingFixture.recipe(
          runs(i),
          """
          network: {name: resnet8}
          training:
            epochs: %d
            batch-size: 16
            averaging: {period: 3}
            snapshots: {every-rounds: 1, keep-last: 2}
          """
                  .formatted(EPOCHS)
                  .replace(
                      KEYS.get(i).contains("averaging:") ? "  averaging: {period: 3}\n" : "\0", "")
              + KEYS.get(i).indent(2));
      train(i, "one", "local[1]");
    }
    TrainingFixture.stop();
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  static IntStream recipes() {
    return IntStream.range(0, KEYS.size());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void anyMasterAndAResumedRunGiveTheSameBits(int recipe) throws Exception {
    Path one = runs(recipe).resolve("one");
    assertSameRun(train(recipe, "two", "local[2]"), one);
    // What a process that was killed in the second epoch leaves.
    Path resumed = runs(recipe).resolve("resumed");
    Files.createDirectories(resumed.resolve("snapshots"));
    Files.copy(one.resolve("run.json"), resumed.resolve("run.json"));
    String name = "snapshots/epoch-00001.snapshot";
    Files.copy(one.resolve(name), resumed.resolve(name));
    assertSameRun(train(recipe, "resumed", "local[2]"), one);
  }

  private static Path runs(int recipe) {
    return folder.resolve("recipe-" + recipe);
  }

  private static Path train(int recipe, String name, String master) {
    Path run = runs(recipe).resolve(name);
    TrainingFixture.run(
        "train",
        "--recipe",
        runs(recipe).resolve("recipe.yaml").toString(),
        "--data",
        dataset.toString(),
        "--output",
        run.toString(),
        "--master",
        master);
    return run;
  }

  private static void assertSameRun(Path actual, Path expected) throws IOException {
    SnapshotStore a = store(actual);
    SnapshotStore e = store(expected);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      assertSame(a.read(epoch), e.read(epoch));
    }
    for (TimeAverageKind kind : TimeAverageKind.values()) {
      assertThat(a.read(kind).isPresent()).isEqualTo(e.read(kind).isPresent());
      if (e.read(kind).isPresent()) {
        assertSame(a.read(kind).get(), e.read(kind).get());
        assertThat(a.read(kind).get().state().parameters())
            .isNotEqualTo(a.read(EPOCHS).state().parameters());
        assertThat(a.read(kind).get().state().statistics())
            .isNotEqualTo(a.read(EPOCHS).state().statistics());
      }
    }
  }

  private static void assertSame(Snapshot actual, Snapshot expected) {
    assertThat(actual.state().parameters()).isEqualTo(expected.state().parameters());
    assertThat(actual.state().updater()).isEqualTo(expected.state().updater());
    assertThat(actual.state().statistics()).isEqualTo(expected.state().statistics());
    assertThat(actual.averages().averages()).hasSameSizeAs(expected.averages().averages());
    for (int i = 0; i < expected.averages().averages().size(); i++) {
      TimeAverage average = expected.averages().averages().get(i);
      TimeAverage other = actual.averages().averages().get(i);
      assertThat(other.weight()).isEqualTo(average.weight());
      assertThat(Arrays.equals(other.parameters(), average.parameters())).isTrue();
    }
  }

  private static SnapshotStore store(Path run) throws IOException {
    return new SnapshotStore(
        new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("snapshots").toString()));
  }
}
