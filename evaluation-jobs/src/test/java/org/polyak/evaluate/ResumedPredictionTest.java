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
    run(
        "train",
        "--recipe=" + recipe,
        "--data=" + folder.resolve("data"),
        "--output=" + folder.resolve("run"));
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

    run(arguments(recipe, killed));
    Path whole = folder.resolve("whole");
    run(arguments(recipe, whole));
    for (int slice = 0; slice < 3; slice++) {
      String name = "predictions/split=test/part-%05d.parquet".formatted(slice);
      assertThat(killed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
    assertThat(
            Files.getLastModifiedTime(killed.resolve("predictions/split=test/part-00000.parquet")))
        .isEqualTo(before);

    // With other crops nothing of what lies there is used.
    List<String> centre = new ArrayList<>(List.of(arguments(recipe, folder.resolve("other"))));
    centre.addAll(List.of("--set", "evaluation.crops=[centre]"));
    run(centre.toArray(String[]::new));
    assertThat(
            Files.readAllBytes(folder.resolve("other/predictions/split=test/part-00000.parquet")))
        .isNotEqualTo(
            Files.readAllBytes(killed.resolve("predictions/split=test/part-00000.parquet")));
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

  private static void run(String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }
}
