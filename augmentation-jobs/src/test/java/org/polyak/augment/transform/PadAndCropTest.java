package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.render.Renderings;

class PadAndCropTest {

  private static final Normalization NORMALIZATION =
      new Normalization(List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616));
  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;

  /**
   * Offsets (0, 3) with padding 2: two rows of the padding above, one column of it to the right.
   */
  @Test
  void cutsTheWindowWorkedByHand() {
    Rendering canvas = canvas();
    new PadAndCrop(2).apply(new double[] {0, 3}, 0, canvas);
    float[] fill = {canvas.fill(0), canvas.fill(1), canvas.fill(2)};
    float[] expected = new float[36];
    for (int i = 0; i < 36; i++) {
      expected[i] = fill[i % 3];
    }
    // Row 2 shows row 0 of the image, whose pixels are 0 1 2, 3 4 5, 6 7 8, 9 10 11, from column 1.
    for (int i = 0; i < 9; i++) {
      expected[24 + i] = 3 + i;
    }
    assertThat(Renderings.pixels(canvas)).isEqualTo(expected);
  }

  /** Against the definition: pad into a bigger array, then cut. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void isAWindowOfThePaddedImageForEveryOffset(int padding) {
    for (int row = 0; row <= 2 * padding; row++) {
      for (int column = 0; column <= 2 * padding; column++) {
        Rendering canvas = canvas();
        float[][][] padded = padded(canvas, padding);
        new PadAndCrop(padding).apply(new double[] {row, column}, 0, canvas);
        float[] expected = new float[HEIGHT * WIDTH * 3];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = padded[row + i / (WIDTH * 3)][column + i / 3 % WIDTH][i % 3];
        }
        assertThat(Renderings.pixels(canvas)).as("offsets %d, %d", row, column).isEqualTo(expected);
      }
    }
  }

  @Test
  void paddingIsExactlyZeroAfterNormalisation() {
    Rendering canvas =
        new Rendering(NORMALIZATION.meanByte(), null, Interpolation.BILINEAR, Border.MEAN);
    canvas.begin(Renderings.counting(HEIGHT, WIDTH), HEIGHT, WIDTH);
    new PadAndCrop(WIDTH).apply(new double[] {0, 0}, 0, canvas);
    float[] input = new float[HEIGHT * WIDTH * 3];
    canvas.write(new Normalizer(NORMALIZATION, HEIGHT, WIDTH), input, 0);
    assertThat(input).containsOnly(0f);
  }

  /** 81 pairs of offsets, Pearson's statistic within 5 deviations of its mean of 80. */
  @Test
  void offsetsAreUniformAndIndependent() {
    PadAndCrop crop = new PadAndCrop(4);
    Map<Integer, Integer> counts = new HashMap<>();
    double[] values = new double[2];
    int draws = 81_000;
    for (int key = 0; key < draws; key++) {
      crop.draw(RandomStream.of(1, 0, key, 0), new Extent(HEIGHT, WIDTH), values, 0);
      counts.merge((int) (values[0] * 9 + values[1]), 1, Integer::sum);
    }
    assertThat(counts.keySet()).hasSize(81).allMatch(pair -> pair >= 0 && pair < 81);
    double statistic =
        counts.values().stream().mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000).sum();
    assertThat(Math.abs(statistic - 80)).isLessThan(5 * Math.sqrt(160));
  }

  @Test
  void refusesANegativePadding() {
    assertThatThrownBy(() -> new PadAndCrop(-1))
        .hasMessage("Invalid padding: -1 (expected 0 to 1024)");
  }

  private static Rendering canvas() {
    return Renderings.of(Renderings.counting(HEIGHT, WIDTH), HEIGHT, WIDTH);
  }

  private static float[][][] padded(Rendering canvas, int padding) {
    float[][][] padded = new float[HEIGHT + 2 * padding][WIDTH + 2 * padding][3];
    for (float[][] row : padded) {
      for (float[] pixel : row) {
        for (int c = 0; c < 3; c++) {
          pixel[c] = canvas.fill(c);
        }
      }
    }
    for (int i = 0; i < HEIGHT * WIDTH * 3; i++) {
      padded[padding + i / (WIDTH * 3)][padding + i / 3 % WIDTH][i % 3] = i;
    }
    return padded;
  }
}
