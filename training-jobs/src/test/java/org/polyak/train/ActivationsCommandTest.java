package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** The activations command as its user meets it. */
class ActivationsCommandTest {

  @TempDir private Path folder;

  @Test
  void theExperimentHasFiveRowsOfSixLayers() throws Exception {
    Path page = folder.resolve("activations.html");
    CapturedRun outcome = CapturedRun.of("activations", "--width", "64", "--html", page.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().filter(line -> line.contains("layer 6"))).hasSize(5);
    assertThat(Files.readString(page).split("<figure>", -1)).hasSize(1 + 5 * 6);
    assertThat(Files.readString(page)).doesNotContain("<script", "http:", "https:");
  }

  /** Behind batch normalisation half of a ReLU's values are 0, whatever the weights. */
  @Test
  void aRecipesNetworkIsMeasuredAsInTraining() throws Exception {
    Path recipe = TrainingFixture.recipe(folder, "network: {name: resnet8}");
    CapturedRun outcome =
        CapturedRun.of(
            "activations",
            "--recipe",
            recipe.toString(),
            "--set",
            "network.initialization.weights=gaussian",
            "--set",
            "network.initialization.deviation=3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("resnet8, gaussian").contains("s3b1/relu2");
    // Half a normal distribution: mean 1 / sqrt(2 pi) = 0.40, deviation sqrt(1/2 - 1/(2 pi)) =
    // 0.58.
    assertThat(outcome.out())
        .containsPattern(
            "\\n  relu +0\\.(39|40)\\d\\d +0\\.5[89]\\d\\d +0\\.00 .* (49|50|51)\\.\\d %")
        .containsPattern("\\n  s1b1/relu1 +0\\.(39|40)\\d\\d +0\\.5[89]");
  }

  /** With biases of -10 no input reaches any ReLU. */
  @Test
  void deadUnitsAreCounted() throws Exception {
    Path recipe =
        TrainingFixture.recipe(folder, "network: {name: two-layer, initialization: {bias: -10}}");
    CapturedRun outcome = CapturedRun.of("activations", "--recipe", recipe.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).containsPattern("\\n  relu1 .* 100\\.0 % +100\\.0 %\\n");
  }

  @Test
  void mistakesAreNamed() {
    CapturedRun outcome = CapturedRun.of("activations", "--width", "0");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--width 0: expected 1 to 65536");
  }
}
