package org.polyak.train.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.augment.image.MatrixSource;
import org.polyak.augment.image.Normalization;

class FastGradientSignTest {

  private static final double EPSILON = 0.1;
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(0.5, 0.25, 0.4), List.of(0.25, 0.5, 0.2));

  /**
   * Goodfellow et al. 2015, section 3: of a linear score w x the change is epsilon times the sum of
   * |w|, here of pixels x (mean + deviation times the value that the network sees).
   */
  @Test
  void movesALinearModelByTheNormOfItsWeights() {
    float[] byPixel = {2, -3, 0.5f, -1, 4, 0};
    float[] images = normalized(0.5, 0.5, 0.5, 0.3, 0.6, 0.4);
    float[] before = images.clone();
    float[] gradient = new float[6];
    for (int i = 0; i < 6; i++) {
      gradient[i] = (float) (byPixel[i] * NORMALIZATION.deviation().get(i % 3));
    }
    new FastGradientSign(EPSILON, NORMALIZATION).apply(images, gradient, 6);
    double change = 0;
    for (int i = 0; i < 6; i++) {
      change += gradient[i] * (images[i] - before[i]);
    }
    assertThat(change).isCloseTo(EPSILON * (2 + 3 + 0.5 + 1 + 4), within(1e-5));
    assertThat(images[5]).as("a pixel that does not matter").isEqualTo(before[5]);
  }

  @Test
  void staysOnTheScaleOfPixels() {
    float[] images = normalized(0.95, 0.02, 1, 0.05, 0.98, 0);
    new FastGradientSign(EPSILON, NORMALIZATION)
        .apply(images, new float[] {1, -1, 1, -1, 1, -1}, 6);
    float[] bounds = normalized(1, 0, 1, 0, 1, 0);
    assertThat(images).containsExactly(bounds, within(1e-6f));
  }

  @Test
  void leavesTheOtherImagesAlone() {
    float[] images = normalized(0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    float[] before = images.clone();
    new FastGradientSign(EPSILON, NORMALIZATION).apply(images, new float[] {1, 1, 1, 1, 1, 1}, 3);
    assertThat(List.of(images[0], images[1], images[2]))
        .doesNotContain(before[0], before[1], before[2]);
    assertThat(List.of(images[3], images[4], images[5]))
        .containsExactly(before[3], before[4], before[5]);
  }

  @Test
  void refusesImagesThatAMatrixMixed() {
    MatrixSource matrix = () -> null;
    assertThatThrownBy(() -> new FastGradientSign(EPSILON, NORMALIZATION.with(matrix)))
        .hasMessageContaining("no pixels to move");
  }

  @Test
  void countsImagesOfABatch() {
    assertThat(new AdversarialConfig(EPSILON, 0.5).count(7)).isEqualTo(4);
    assertThat(new AdversarialConfig(EPSILON, 0.01).count(7)).isEqualTo(1);
    assertThat(new AdversarialConfig(EPSILON, 1).count(7)).isEqualTo(7);
  }

  private static float[] normalized(double... pixels) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      values[i] =
          (float)
              ((pixels[i] - NORMALIZATION.mean().get(i % 3))
                  / NORMALIZATION.deviation().get(i % 3));
    }
    return values;
  }
}
