package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** The network command as its user meets it. */
class NetworkCommandTest {

  @TempDir private Path folder;

  @Test
  void printsATableWithTotals() {
    CapturedRun outcome = CapturedRun.of("network", "vgg16");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("vgg16 on 224x224x3, 1,000 classes")
        .containsPattern("fc1 +dense +1x1x4096 +102,764,544 +102,760,448 +4,096 +4,096 +all")
        .containsPattern("parameters +138,357,544 +553.4 MB")
        .containsPattern("memory forward +15,237,608 +floats, 60.95 MB an image");
  }

  @Test
  void optionsInputAndClassesAreThoseAskedFor() {
    CapturedRun outcome =
        CapturedRun.of(
            "network",
            "resnet34",
            "--set",
            "network.shortcut=A",
            "--input",
            "64x96",
            "--classes",
            "7");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("resnet34 on 64x96x3, 7 classes")
        .containsPattern("s4b1/shortcut +subsample /2 +2x3x512")
        .containsPattern("logits +dense +1x1x7 +3,591");
  }

  @Test
  void theNetworkOfARecipeIsRead() throws Exception {
    Path recipe =
        TrainingFixture.recipe(folder, "network: {name: wide-resnet, depth: 16, width: 2}");
    CapturedRun outcome = CapturedRun.of("network", "--recipe", recipe.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("wide-resnet on 32x32x3").contains("s3b2/conv2");
  }

  @Test
  void withoutANameItListsThem() {
    CapturedRun outcome = CapturedRun.of("network");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).contains("vgg16", "googlenet", "resnet110", "densenet121");
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("unknown network \"googlnet\", did you mean googlenet?", "network", "googlnet");
    assertMistake(
        "network.shortcut (--set network.shortcut=D): unknown value \"D\" (known: A, B, C)",
        "network",
        "resnet20",
        "--set",
        "network.shortcut=D");
    assertMistake(
        "network.shortcat (--set network.shortcat=B): unknown key, did you mean shortcut?",
        "network",
        "resnet20",
        "--set",
        "network.shortcat=B");
    assertMistake(
        "alexnet does not take images of 32x32x3: alexnet: node pool2: A window of 3 does not fit",
        "network",
        "alexnet",
        "--input",
        "32");
    assertMistake("--input 2x: expected a side", "network", "lenet5", "--input", "2x");
  }

  @Test
  void drawsAPageWithoutScripts() throws Exception {
    Path page = folder.resolve("googlenet.html");
    CapturedRun outcome = CapturedRun.of("network", "googlenet", "--html", page.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(page))
        .contains("<svg")
        .contains(">3a/concat</text>")
        .contains(">28x28x256</text>")
        .contains("6,998,552")
        .doesNotContain("<script", "http:", "https:");
  }

  /** 9,118 floats an image, and 8,094 for their gradients: 0.036 and 0.032 MB. */
  @Test
  void thePageRoundsSmallMemoryToMoreThanNothing() throws Exception {
    Path page = folder.resolve("lenet5.html");
    assertThat(CapturedRun.of("network", "lenet5", "--html", page.toString()).code()).isZero();
    assertThat(Files.readString(page)).contains(">0.04<", ">0.03<").doesNotContain(">0.0<");
  }

  private static void assertMistake(String message, String... arguments) {
    CapturedRun outcome = CapturedRun.of(arguments);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message).doesNotContain("Exception");
  }
}
