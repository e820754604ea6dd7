package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** L-BFGS with gradients of all images: 203, as seven batches of 29. */
class LbfgsRunTest {

  private static final int EPOCHS = 6;
  private static final String LBFGS =
      "optimizer: {name: lbfgs, weight-decay: 1e-3}, schedule: {name: constant, rate: 1}";

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

  @Test
  void sevenReplicasAreOneMachineAndResumeWithTheSameBits() throws IOException {
    Snapshot seven = train("seven", "replicas: 7, batch-size: 29, " + LBFGS);
    Snapshot one = train("one", "replicas: 1, batch-size: 203, " + LBFGS);
    List<HistoryPoint> curve = seven.header().history();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(curve.get(epoch).trainLoss())
          .as("epoch %d", epoch + 1)
          .isCloseTo(one.header().history().get(epoch).trainLoss(), Offset.offset(1e-3));
    }
    Snapshot descent =
        train(
            "descent",
            "replicas: 1, batch-size: 203, optimizer: {momentum: 0, nesterov: false,"
                + " weight-decay: 1e-3}, schedule: {name: constant, rate: 0.01}");
    assertThat(curve.get(EPOCHS - 1).trainLoss())
        .isLessThan(0.7 * descent.header().history().get(EPOCHS - 1).trainLoss());

    // What a process that was killed in the fifth epoch leaves.
    Files.createDirectories(folder.resolve("resumed/snapshots"));
    Files.copy(folder.resolve("seven/run.json"), folder.resolve("resumed/run.json"));
    String name = "snapshots/epoch-00004.snapshot";
    Files.copy(folder.resolve("seven").resolve(name), folder.resolve("resumed").resolve(name));
    Snapshot resumed = train("resumed", "replicas: 7, batch-size: 29, " + LBFGS);
    assertThat(resumed.state().parameters()).isEqualTo(seven.state().parameters());
    assertThat(resumed.memory().outer()).isEqualTo(seven.memory().outer());
  }

  @Test
  void noiseAndUnequalBatchesAreRefused() throws IOException {
    assertThat(refused("softmax", "augmentation: {policy: cifar}", "batch-size: 29, replicas: 7"))
        .contains("lbfgs needs the same images in every epoch");
    assertThat(refused("resnet8", "", "batch-size: 29, replicas: 7"))
        .contains("as batch normalisation makes it");
    assertThat(refused("softmax", "", "batch-size: 32, replicas: 2"))
        .contains("203 training images are not a multiple of")
        .contains("= 2 * 32");
    assertThat(refused("softmax", "", "averaging: {period: 4}"))
        .contains("training.averaging (line 3): lbfgs takes one step an epoch");
    String dropout =
        """
        network:
          layers:
            - {type: dropout, name: drop}
            - {type: dense, name: logits}
        """;
    assertThat(refused(dropout, "", "batch-size: 29, replicas: 7"))
        .contains("layer drop draws random numbers");
  }

  private static String refused(String network, String more, String training) throws IOException {
    String named = network.contains("\n") ? network : "network: {name: %s}%n".formatted(network);
    Path recipe =
        Files.writeString(
            folder.resolve("refused.yaml"),
            "%s%s\ntraining: {optimizer: {name: lbfgs}, %s}\n".formatted(named, more, training));
    CapturedRun outcome = run(recipe, "refused");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    return outcome.err();
  }

  private static Snapshot train(String name, String training) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            network: {name: softmax}
            training: {epochs: %d, snapshots: {keep-last: %d}, %s}
            """
                .formatted(EPOCHS, EPOCHS, training));
    CapturedRun outcome = run(recipe, name);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new SnapshotStore(
            new Configuration(),
            new org.apache.hadoop.fs.Path(folder.resolve(name).resolve("snapshots").toString()))
        .read(EPOCHS);
  }

  private static CapturedRun run(Path recipe, String output) {
    return CapturedRun.of(
        "train",
        "--recipe",
        "" + recipe,
        "--data",
        "" + dataset,
        "--output",
        "" + folder.resolve(output),
        "--master",
        "local[2]");
  }
}
