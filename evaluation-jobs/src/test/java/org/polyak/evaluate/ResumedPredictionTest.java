package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.cli.SparkSessions;

/** An evaluation that was killed goes on with the slices that it had predicted. */
class ResumedPredictionTest {

  private static final String FIRST = "predictions/split=test/part-00000.parquet";
  private static final String SECOND = "predictions/split=test/part-00001.parquet";

  @TempDir private Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void finishedSlicesAreKeptAndThoseOfOthersAreNot() throws Exception {
    run("sample", "--output=" + folder.resolve("raw"), "--train=100", "--test=1200");
    run(
        "ingest",
        "--format=cifar10",
        "--input=" + folder.resolve("raw"),
        "--output=" + folder.resolve("data"),
        "--validation=0");
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            """
            network: {name: resnet8}
            training: {epochs: 1, batch-size: 50}
            evaluation: {split: test, crops: [multi-scale], bootstrap: 0}
            """);
    trainOf("run", recipe, "training.seed=1");
    Path killed = folder.resolve("killed");
    Path partial = folder.resolve("_predictions-killed/split=test");
    kill(start(arguments(recipe, killed)), partial.resolve("part-00000.parquet"));
    assertThat(killed).doesNotExist();
    assertThat(partial.resolve("part-00002.parquet")).doesNotExist();
    FileTime before = Files.getLastModifiedTime(partial.resolve("part-00000.parquet"));
    Path stopped = folder.resolve("_predictions-other/split=test");
    Files.createDirectories(stopped);
    Files.copy(
        partial.resolveSibling("predictions.json"), stopped.resolveSibling("predictions.json"));
    Files.copy(partial.resolve("part-00000.parquet"), stopped.resolve("part-00000.parquet"));

    // One slice of three is there, or two; 50 views of each image.
    assertThat(run(arguments(recipe, killed)).err())
        .containsPattern("prediction: (800|400) images x 1 model x 50 passes at most = [24]0,000 ");
    Path whole = folder.resolve("whole");
    assertThat(run(arguments(recipe, whole)).err())
        .containsPattern(
            "prediction:\n  1,200 images x 1 model x 50 passes at most = 60,000 forward passes\n"
                + "  [0-9.,]+ images/s on [12] cores, by a sample: [0-9.]+ (seconds|minutes)\n  memory: ");
    for (int slice = 0; slice < 3; slice++) {
      String name = "predictions/split=test/part-%05d.parquet".formatted(slice);
      assertThat(killed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
    assertThat(
            Files.getLastModifiedTime(killed.resolve("predictions/split=test/part-00000.parquet")))
        .isEqualTo(before);

    // With other crops nothing of what lies there is used.
    Path other = folder.resolve("other");
    centre(recipe, "run", other);
    assertThat(other.resolve(SECOND))
        .satisfies(file -> assertThat(Files.mismatch(file, whole.resolve(SECOND))).isNotNegative());

    // With other models of the same name, crops and images neither.
    trainOf("another", recipe, "training.seed=2");
    copy(other.resolve("predictions"), folder.resolve("_predictions-mixed"));
    centre(recipe, "another", folder.resolve("mixed"));
    centre(recipe, "another", folder.resolve("clean"));
    for (String name : List.of(FIRST, SECOND)) {
      assertThat(folder.resolve("mixed").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("clean").resolve(name))
          .satisfies(file -> assertThat(Files.mismatch(file, other.resolve(name))).isNotNegative());
    }
  }

  private void trainOf(String run, Path recipe, String setting) {
    run(
        "train",
        "--recipe=" + recipe,
        "--set=" + setting,
        "--data=" + folder.resolve("data"),
        "--output=" + folder.resolve(run));
  }

  private void centre(Path recipe, String run, Path report) {
    run(
        "evaluate",
        "--run=" + folder.resolve(run),
        "--data=" + folder.resolve("data"),
        "--recipe=" + recipe,
        "--set=evaluation.crops=[centre]",
        "--output=" + report);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private String[] arguments(Path recipe, Path report) {
    return new String[] {
      "evaluate",
      "--run=" + folder.resolve("run"),
      "--data=" + folder.resolve("data"),
      "--recipe=" + recipe,
      "--output=" + report,
      "--master=local[1]"
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

  private static void kill(Process process, Path file) throws Exception {
    try {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (!Files.exists(file)) {
        assertThat(process.isAlive()).as("it ended before it could be killed").isTrue();
        assertThat(System.nanoTime()).as("time until %s", file).isLessThan(deadline);
        Thread.sleep(2);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static CapturedRun run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }
}
