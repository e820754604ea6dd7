package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/** A driver that is killed with SIGKILL in the middle, and a run that goes on from there. */
class ResumeTest {

  private static final int EPOCHS = 4;

  @TempDir private Path folder;

  @Test
  void killedWithinAnEpochAndResumedGivesTheBitsOfOneThatWasNot() throws Exception {
    Path dataset = TrainingFixture.dataset(folder);
    TrainingFixture.stop();
    Path recipe =
        TrainingFixture.recipe(
            folder,
            """
            augmentation: {policy: cifar}
            network: {name: resnet8}
            training:
              epochs: %d
              batch-size: 16
              averaging: {period: 1}
              snapshots: {keep-last: %d, every-rounds: 1}
            """
                .formatted(EPOCHS, EPOCHS));
    Path whole = folder.resolve("whole");
    TrainingFixture.run(arguments(recipe, dataset, whole));
    TrainingFixture.stop();

    Path killed = folder.resolve("killed");
    Process process = start(arguments(recipe, dataset, killed));
    awaitSnapshot(process, killed, "epoch-00002-round-00003.snapshot");
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("exit code of a process killed by SIGKILL").isEqualTo(137);
    assertThat(killed.resolve("manifest.json")).doesNotExist();
    Path snapshots = killed.resolve("snapshots");
    // The process may have come to the end of the epoch before it died.
    Files.deleteIfExists(snapshots.resolve("epoch-00003.snapshot"));
    Files.write(snapshots.resolve("_incomplete-epoch-00003.snapshot"), new byte[1000]);

    CapturedRun resumed = CapturedRun.of(arguments(recipe, dataset, killed));
    TrainingFixture.stop();
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).containsPattern("resuming .*killed after epoch 3, round \\d");
    assertThat(killed.resolve("manifest.json")).exists();
    assertThat(snapshots).isDirectoryNotContaining("glob:**/{_incomplete,*round}*");
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      assertSameBits(read(killed, epoch), read(whole, epoch));
    }
    assertThat(curve(killed)).isEqualTo(curve(whole));
  }

  private static String[] arguments(Path recipe, Path dataset, Path output) {
    return new String[] {
      "train",
      "--recipe",
      recipe.toString(),
      "--data",
      dataset.toString(),
      "--output",
      output.toString(),
      "--master",
      "local[2]"
    };
  }

  private static Process start(String[] arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-XX") || a.startsWith("-Xmx"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Polyak.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(File.createTempFile("killed", ".log"))
        .start();
  }

  private static void awaitSnapshot(Process process, Path run, String name) throws Exception {
    Path file = run.resolve("snapshots").resolve(name);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).as("the run ended before it could be killed").isTrue();
      assertThat(System.nanoTime()).as("time until %s", name).isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  private static Snapshot read(Path run, int epoch) throws IOException {
    return new SnapshotStore(
            new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("snapshots").toString()))
        .read(epoch);
  }

  /** The learning curve without seconds. */
  private static List<HistoryPoint> curve(Path run) throws IOException {
    return read(run, EPOCHS).header().history().stream()
        .map(
            p ->
                new HistoryPoint(
                    p.epoch(),
                    p.examples(),
                    p.rate(),
                    p.trainLoss(),
                    p.trainAccuracy(),
                    p.validationLoss(),
                    p.validationAccuracy(),
                    0,
                    p.penalty()))
        .toList();
  }

  private static void assertSameBits(Snapshot actual, Snapshot expected) {
    ReplicaState a = actual.state();
    ReplicaState e = expected.state();
    assertThat(a.parameters()).isEqualTo(e.parameters());
    assertThat(a.updater()).isEqualTo(e.updater());
    assertThat(a.statistics()).isEqualTo(e.statistics());
    assertThat(actual.header().examples()).isEqualTo(expected.header().examples());
  }
}
