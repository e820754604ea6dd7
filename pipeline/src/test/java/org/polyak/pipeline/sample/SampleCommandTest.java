package org.polyak.pipeline.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

class SampleCommandTest {

  @TempDir Path folder;

  @Test
  void filesAreThoseOfCifar10() throws IOException {
    Path output = folder.resolve("sample");
    CapturedRun run = CapturedRun.of("sample", "--output=" + output, "--train=52", "--test=20");
    assertThat(run.code()).as(run.err()).isZero();
    long[] records = {10, 10, 11, 10, 11};
    for (int batch = 1; batch <= 5; batch++) {
      assertThat(output.resolve("data_batch_" + batch + ".bin")).hasSize(3073 * records[batch - 1]);
    }
    assertThat(output.resolve("test_batch.bin")).hasSize(3073 * 20);
    assertThat(Files.readAllLines(output.resolve("batches.meta.txt")))
        .hasSize(10)
        .startsWith("disc", "ring", "square");
    byte[] first = Files.readAllBytes(output.resolve("data_batch_3.bin"));
    assertThat(first).isEqualTo(new SampleSet(7).records(false, 20, 31));
  }

  @Test
  void secondCallHasNothingToDoAndAnotherSeedConflicts() {
    String[] arguments = {"sample", "--output=" + folder.resolve("s"), "--train=10", "--test=0"};
    assertThat(CapturedRun.of(arguments).code()).isZero();
    assertThat(CapturedRun.of(arguments).out()).contains("already complete");
    CapturedRun other =
        CapturedRun.of("sample", "--output=" + folder.resolve("s"), "--train=10", "--seed=8");
    assertThat(other.code()).isEqualTo(4);
  }

  @Test
  void impossibleSizesAreUsageErrors() {
    CapturedRun run = CapturedRun.of("sample", "--output=" + folder.resolve("s"), "--train=4");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.messages()).contains("--train 4: out of range (expected 5 to 1000000)");
    assertThat(CapturedRun.of("sample", "--output=").messages()).contains("is not a path");
  }
}
