package org.polyak.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.transform.Brightness;
import org.polyak.augment.transform.Compose;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.RandomApply;
import org.polyak.augment.transform.RandomChoice;
import org.polyak.augment.transform.RandomOrder;
import org.polyak.augment.transform.Rotation;
import org.polyak.augment.transform.Transform;
import org.polyak.augment.transform.TranslationX;
import org.polyak.augment.transform.TranslationY;
import org.polyak.pipeline.config.Recipe;

class PresetsTest {

  static List<String> names() {
    return AugmentationPolicy.presets();
  }

  /** What a manifest holds is what a recipe may hold. */
  @ParameterizedTest
  @MethodSource("names")
  void everyPresetReadsBackAsItself(String name) {
    AugmentationPolicy policy = AugmentationPolicy.preset(name);
    Recipe recipe = Recipe.parse("r.yaml", "augmentation: " + policy.json(), List.of());
    AugmentationPolicy again = AugmentationPolicy.read(recipe.root());
    recipe.check();
    assertThat(again).isEqualTo(policy);
  }

  @Test
  void autoAugmentHasTwentyFivePairs() {
    for (String name : List.of("auto-augment-cifar10", "auto-augment-imagenet")) {
      RandomChoice pairs = (RandomChoice) AugmentationPolicy.preset(name).transforms().get(2);
      assertThat(pairs.transforms()).hasSize(25);
      for (Transform pair : pairs.transforms()) {
        assertThat(((Compose) pair).transforms()).hasSize(2);
      }
    }
    // The paper's first pair for CIFAR-10: (Invert, 0.1, 7) and (Contrast, 0.2, 6).
    RandomChoice pairs =
        (RandomChoice) AugmentationPolicy.preset("auto-augment-cifar10").transforms().get(2);
    Compose first = (Compose) pairs.transforms().get(0);
    assertThat(((RandomApply) first.transforms().get(0)).probability()).isEqualTo(0.1);
    assertThat(first.toString()).contains("Invert").contains("Contrast[min=1.6, max=1.6]");
  }

  /** Torchvision's wide ranges, but for translations: AutoAugment's 150 of 331 pixels. */
  @Test
  void trivialAugmentHasWideRangesAndTranslatesByAShare() {
    RandomChoice one =
        (RandomChoice) AugmentationPolicy.preset("trivial-augment").transforms().get(2);
    assertThat(one.transforms())
        .hasSize(14)
        .contains(
            new TranslationX(-150 / 331.0, 150 / 331.0),
            new TranslationY(-150 / 331.0, 150 / 331.0),
            new Rotation(-135, 135),
            new Brightness(0.01, 1.99));
    double[] values = new double[1];
    new TranslationX(150 / 331.0, 150 / 331.0)
        .draw(RandomStream.of(1, 0, 0, 0), new Extent(32, 32), values, 0);
    // 32 * 150 / 331 = 14.502, to the nearest pixel.
    assertThat(values[0]).isEqualTo(15);
  }

  @Test
  void choicesAreEquallyLikelyAndOthersAreLeftOut() {
    RandomChoice choice =
        new RandomChoice(
            List.of(new Brightness(1, 2), new HorizontalFlip(1), new Brightness(3, 4)));
    assertThat(choice.drawn())
        .containsExactly(
            "choice", "brightness.factor", "horizontal-flip.flip", "brightness.factor");
    Map<Integer, Integer> counts = new HashMap<>();
    double[] values = new double[4];
    for (int key = 0; key < 9000; key++) {
      choice.draw(RandomStream.of(1, 0, key, 0), new Extent(4, 4), values, 0);
      counts.merge((int) values[0], 1, Integer::sum);
      for (int part = 0; part < 3; part++) {
        assertThat(Double.isNaN(values[1 + part])).isEqualTo(part != (int) values[0]);
      }
    }
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(2800, 3200));
  }

  /** Six orders of three parts, Pearson's statistic within 5 deviations of its mean of 5. */
  @Test
  void ordersAreEquallyLikely() {
    RandomOrder order =
        new RandomOrder(
            List.of(new HorizontalFlip(0), new HorizontalFlip(0), new HorizontalFlip(0)));
    Map<Integer, Integer> counts = new HashMap<>();
    double[] values = new double[6];
    for (int key = 0; key < 6000; key++) {
      order.draw(RandomStream.of(1, 0, key, 0), new Extent(4, 4), values, 0);
      counts.merge((int) (values[0] * 100 + values[1] * 10 + values[2]), 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys(12, 21, 102, 120, 201, 210);
    double statistic =
        counts.values().stream().mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000).sum();
    assertThat(Math.abs(statistic - 5)).isLessThan(5 * Math.sqrt(10));
  }
}
