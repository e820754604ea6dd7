package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.image.Canvas;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.random.RandomStream;

class HorizontalFlipTest {

  private static final double[] FLIP = {1};
  private static final double[] LEAVE = {0};

  @Test
  void mirrorsPixelsAndKeepsTheirChannels() {
    Canvas canvas = canvas(2, 3);
    new HorizontalFlip(0.5).apply(FLIP, canvas);
    assertThat(pixels(canvas))
        .containsExactly(6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void twiceIsIdentity(int width) {
    Canvas canvas = canvas(5, width);
    float[] before = pixels(canvas);
    new HorizontalFlip(0.5).apply(FLIP, canvas);
    new HorizontalFlip(0.5).apply(FLIP, canvas);
    assertThat(pixels(canvas)).isEqualTo(before);
    new HorizontalFlip(0.5).apply(LEAVE, canvas);
    assertThat(pixels(canvas)).isEqualTo(before);
  }

  /** A binomial count within 4 deviations of its mean. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 1})
  void flipsAsOftenAsAsked(double probability) {
    int ids = 10_000;
    HorizontalFlip flip = new HorizontalFlip(probability);
    ImageKeys keys = new ImageKeys();
    Canvas canvas = canvas(1, 1);
    double[] values = new double[1];
    int flipped = 0;
    for (int i = 0; i < ids; i++) {
      flip.draw(RandomStream.of(1, 0, keys.of("image/" + i), 1), canvas.image(), values);
      flipped += (int) values[0];
    }
    double deviation = Math.sqrt(ids * probability * (1 - probability));
    assertThat(Math.abs(flipped - ids * probability)).isLessThanOrEqualTo(4 * deviation);
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> new HorizontalFlip(Double.NaN))
        .hasMessage("Invalid probability: NaN (expected 0 to 1)");
  }

  private static Canvas canvas(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    Canvas canvas =
        new Canvas(new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)));
    canvas.image().load(rgb, height, width);
    return canvas;
  }

  private static float[] pixels(Canvas canvas) {
    return Arrays.copyOf(canvas.image().pixels(), canvas.image().size());
  }
}
