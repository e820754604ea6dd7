package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.cli.CapturedRun;

/** The gradients command as its user meets it. */
class GradientsCommandTest {

  @TempDir private Path folder;

  /** Seven convolutions, as many scales and shifts, weights and biases of the last layer. */
  @ParameterizedTest
  @CsvSource({"onednn, 24 of 24", "java, 24 of 24", "nd4j, 24 of 24", "dl4j, 23 of 23"})
  void everyEngineGivesTheDerivativesOfTheLoss(String engine, String passed) {
    CapturedRun outcome =
        CapturedRun.of("gradients", "--network", "resnet8", "--input", "8", "--engine", engine);
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.err()).contains("engine " + engine + ": ");
    assertThat(outcome.out())
        .contains("resnet8 on 8x8x3, 10 classes, SoftmaxCrossEntropy")
        .containsPattern("s1b1/conv1 +weight +3 .* (good|acceptable)\n")
        .contains("gradients: " + passed + " arrays pass");
    assertThat(outcome.out().contains("input ")).isEqualTo(!engine.equals("dl4j"));
    assertThat(outcome.out().contains("does not give derivatives by images"))
        .isEqualTo(engine.equals("dl4j"));
  }

  @Test
  void theRuleIsStated() {
    CapturedRun outcome = CapturedRun.of("gradients", "--network", "two-layer", "--engine", "java");
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "Error: |a - n| / max(|a|, |n|, 1.0e-03); good up to 1e-07, acceptable up to 1e-04, as"
                + " at kinks of ReLU and maxima, suspicious up to 1e-02, above it wrong.");
  }

  @Test
  void theLossAndTheLayersOfARecipeAreTaken() throws Exception {
    Path recipe =
        TrainingFixture.recipe(
            folder,
            """
            network:
              input: 8
              layers:
                - {type: convolution, filters: 4, weight-normalization: true}
                - {type: spatial-dropout, rate: 0.3}
                - {type: selu}
                - {type: dense}
            training: {loss: {name: squared-hinge}}
            """);
    CapturedRun outcome =
        CapturedRun.of("gradients", "--recipe", recipe.toString(), "--classes", "3");
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("custom on 8x8x3, 3 classes, MulticlassHinge[margin=1.0, squared=true]")
        .containsPattern("convolution1 +length ");
  }

  /** A fifth too much in one derivative of an engine that is right otherwise. */
  @Test
  void aMistakeEndsWithAnErrorThatNamesIt() {
    CapturedRun outcome =
        CapturedRun.of(
            "gradients", "--network", "softmax", "--engine", "skewed", "--samples", "10");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).containsPattern("logits +bias +10 .* wrong\n");
    assertThat(outcome.err()).contains("polyak: gradients: 1 of 3 arrays fail: logits bias\n");
    assertThat(outcome.out()).doesNotContain("arrays pass");
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("expected --network or --recipe");
    assertMistake("unknown network \"resnet21\"", "--network", "resnet21");
    assertMistake("--images 0: expected 1 to 4096", "--network", "softmax", "--images", "0");
    assertMistake("--samples 0: expected 1 or more", "--network", "softmax", "--samples", "0");
    assertMistake("Unknown engine cuda (known: auto,", "--network", "softmax", "--engine", "cuda");
    assertMistake(
        "node gn: the engine dl4j does not compute GroupNorm",
        "--network",
        "resnet8",
        "--set",
        "network.normalization=group",
        "--engine",
        "dl4j");
  }

  private static void assertMistake(String message, String... options) {
    String[] arguments =
        Stream.concat(Stream.of("gradients"), Stream.of(options)).toArray(String[]::new);
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(message).doesNotContain("Exception");
  }
}
