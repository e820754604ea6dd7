package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.render.Renderings;

class HorizontalFlipTest {

  private static final double[] FLIP = {1};
  private static final double[] LEAVE = {0};

  @Test
  void mirrorsPixelsAndKeepsTheirChannels() {
    Rendering canvas = canvas(2, 3);
    new HorizontalFlip(0.5).apply(FLIP, 0, canvas);
    assertThat(Renderings.pixels(canvas))
        .containsExactly(6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void twiceIsIdentity(int width) {
    Rendering canvas = canvas(5, width);
    float[] before = Renderings.pixels(canvas);
    new HorizontalFlip(0.5).apply(FLIP, 0, canvas);
    new HorizontalFlip(0.5).apply(FLIP, 0, canvas);
    assertThat(Renderings.pixels(canvas)).isEqualTo(before);
    new HorizontalFlip(0.5).apply(LEAVE, 0, canvas);
    assertThat(Renderings.pixels(canvas)).isEqualTo(before);
  }

  /** A binomial count within 4 deviations of its mean. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 1})
  void flipsAsOftenAsAsked(double probability) {
    int ids = 10_000;
    HorizontalFlip flip = new HorizontalFlip(probability);
    ImageKeys keys = new ImageKeys();
    double[] values = new double[1];
    int flipped = 0;
    for (int i = 0; i < ids; i++) {
      flip.draw(RandomStream.of(1, 0, keys.of("image/" + i), 1), new Extent(1, 1), values, 0);
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

  private static Rendering canvas(int height, int width) {
    return Renderings.of(Renderings.counting(height, width), height, width);
  }
}
