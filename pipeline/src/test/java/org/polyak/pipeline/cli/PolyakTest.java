package org.polyak.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;

class PolyakTest {

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void helpNamesTheStages() {
    CapturedRun run = CapturedRun.of("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("ingest", "sample", "run", "Exit codes");
    assertThat(CapturedRun.of("--version").out()).startsWith("polyak ");
  }

  @Test
  void usageErrorsAreOneMessageAndCodeTwo() {
    assertUsage(CapturedRun.of(), "Missing command");
    assertUsage(CapturedRun.of("ingets"), "ingets");
    assertUsage(CapturedRun.of("ingest"), "Missing required options");
    assertUsage(CapturedRun.of("ingest", "--inputs=i", "--output=o"), "option: '--inputs=i'");
    assertUsage(
        CapturedRun.of("ingest", "--format=cifar10", "--input=i", "--output="), "is not a path");
    assertUsage(
        CapturedRun.of("ingest", "--format=cifar10", "--input=i", "--output=o", "--pad=x"),
        "--pad");
    CapturedRun rejected = CapturedRun.of("ingest", "--input=i", "--output=o", "--max-rejected=x");
    assertThat(rejected.code()).isEqualTo(2);
    assertThat(rejected.messages())
        .contains("--max-rejected: expected a number such as 10, or a fraction such as 0.01");
  }

  @Test
  void stackTraceOnlyWhenAskedFor() {
    String[] quiet = {
      "ingest",
      "--format=cifar10",
      "--input=" + folder.resolve("no"),
      "--output=o",
      "--master=local[1]"
    };
    CapturedRun run = CapturedRun.of(quiet);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).doesNotContain("\tat org.polyak");
    String[] verbose = java.util.Arrays.copyOf(quiet, quiet.length + 1);
    verbose[quiet.length] = "--verbose";
    assertThat(CapturedRun.of(verbose).err()).contains("\tat org.polyak");
  }

  @Test
  void wrongMasterIsAUsageError() {
    SparkSessions.closeRunning();
    CapturedRun run =
        CapturedRun.of(
            "ingest", "--format=cifar10", "--input=i", "--output=o", "--master=nonsense");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.messages()).contains("--master nonsense: not a Spark master");
  }

  @Test
  void unknownSchemeIsAUsageError() {
    CapturedRun run =
        CapturedRun.of(
            "ingest",
            "--format=cifar10",
            "--input=nosuch://x/y",
            "--output=o",
            "--master=local[1]");
    assertThat(run.messages()).contains("nosuch");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void runNeedsARecipeAndAnInput() throws IOException {
    String out = "--output=" + folder.resolve("out");
    CapturedRun missing = CapturedRun.of("run", "--recipe=" + folder.resolve("r.yaml"), out);
    assertThat(missing.messages()).contains("no such file");
    assertThat(missing.code()).isEqualTo(2);

    String recipe = "--recipe=" + Files.writeString(folder.resolve("r.yaml"), "data: {}\n");
    CapturedRun noInput = CapturedRun.of("run", recipe, out);
    assertThat(noInput.messages()).contains("No input: give --input, or data.input in");
    assertThat(noInput.code()).isEqualTo(2);

    CapturedRun wrong =
        CapturedRun.of("run", recipe, out, "--set=data.validation=x", "--set=dta=1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("2 problems", "data.validation (--set", "did you mean data?");
  }

  @Test
  void runTakesTheStagesInOrderAndSkipsWhatIsComplete() throws IOException {
    Path raw = folder.resolve("raw");
    assertThat(CapturedRun.of("sample", "--output=" + raw, "--train=50", "--test=10").code())
        .isZero();
    Path recipe =
        Files.writeString(folder.resolve("r.yaml"), "data: {input: /nowhere, validation: 0.2}\n");
    String[] arguments = {
      "run",
      "--recipe=" + recipe,
      "--input=" + raw,
      "--output=" + folder.resolve("out") + "/",
      "--master=local[1]",
      "--spark-conf=spark.sql.shuffle.partitions=2"
    };
    CapturedRun first = CapturedRun.of(arguments);
    assertThat(first.code()).as(first.err()).isZero();
    ImageDataset dataset =
        ImageDataset.open(
            new org.apache.hadoop.conf.Configuration(),
            new org.apache.hadoop.fs.Path(folder.resolve("out/dataset").toString()));
    assertThat(dataset.info().rows(Split.VALIDATION)).isEqualTo(10);
    assertThat(CapturedRun.of(arguments).out()).contains("already complete");
    assertThat(CapturedRun.of("run", "--print-config", arguments[1], "--output=o").out())
        .contains("\"validation\" : \"0.2\"", "\"format\" : \"auto\"");
  }

  private static void assertUsage(CapturedRun run, String message) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("--help").doesNotContain("\tat ");
  }
}
