package org.polyak.augment.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;

class ScaleRendererTest {

  private static final int CASES = 400;

  /**
   * Against the definition: of all old pixels far around, each with the weight of its distance, in
   * doubles. Sizes from a pixel on, larger and smaller, mirrored, over the border and past it; of
   * bytes and of floats.
   */
  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void isTheWeightedMeanOfAllPixelsAround(Interpolation interpolation) {
    Random random = new Random(5);
    for (Border border : Border.values()) {
      for (int i = 0; i < CASES; i++) {
        compare(random, interpolation, border);
      }
    }
  }

  private static void compare(Random random, Interpolation interpolation, Border border) {
    int height = 1 + random.nextInt(9);
    int width = 1 + random.nextInt(9);
    byte[] rgb = new byte[height * width * 3];
    random.nextBytes(rgb);
    Rendering rendering = Renderings.of(rgb, height, width, interpolation, border);
    if (random.nextBoolean()) {
      // From now on its pixels are floats.
      rendering.image();
    }
    int scaledHeight = 1 + random.nextInt(14);
    int scaledWidth = 1 + random.nextInt(14);
    rendering.scale(scaledHeight, scaledWidth);
    // Centres on an edge between two pixels belong to either, as rounding has it: none lies there.
    double top = random.nextInt(25) * 0.7391 - 9;
    double left = random.nextInt(25) * 0.7391 - 9;
    int rows = 1 + random.nextInt(12);
    int columns = 1 + random.nextInt(12);
    rendering.window(top, left, rows, columns);
    boolean mirrored = random.nextBoolean();
    if (mirrored) {
      rendering.mirror();
    }
    float[] found = Renderings.pixels(rendering);
    double[][] vertical = new double[rows][0];
    for (int row = 0; row < rows; row++) {
      double centre = (row + 0.5 + top) * height / scaledHeight;
      vertical[row] =
          weights(interpolation, border, centre, (double) height / scaledHeight, height);
    }
    for (int column = 0; column < columns; column++) {
      double x = mirrored ? columns - column - 0.5 : column + 0.5;
      double[] horizontal =
          weights(
              interpolation,
              border,
              (x + left) * width / scaledWidth,
              (double) width / scaledWidth,
              width);
      for (int row = 0; row < rows; row++) {
        for (int c = 0; c < 3; c++) {
          double expected = Renderings.fill()[c];
          if (horizontal.length > 0 && vertical[row].length > 0) {
            expected = 0;
            for (int y = 0; y < height; y++) {
              for (int k = 0; k < width; k++) {
                expected +=
                    vertical[row][y] * horizontal[k] * (rgb[(y * width + k) * 3 + c] & 0xFF);
              }
            }
          }
          assertThat((double) found[(row * columns + column) * 3 + c])
              .as(
                  "%s, %s, %d x %d to %d x %d from %s, %s%s: row %d, column %d",
                  interpolation,
                  border,
                  height,
                  width,
                  scaledHeight,
                  scaledWidth,
                  top,
                  left,
                  mirrored ? ", mirrored" : "",
                  row,
                  column)
              .isCloseTo(expected, within(2e-3));
        }
      }
    }
  }

  /** Of each old pixel; none if the new one lies where nothing is. */
  private static double[] weights(
      Interpolation interpolation, Border border, double centre, double scale, int size) {
    if (border == Border.MEAN && (centre < 0 || centre >= size)) {
      return new double[0];
    }
    double[] weights = new double[size];
    if (interpolation == Interpolation.NEAREST) {
      weights[border.index((int) Math.floor(centre), size)] = 1;
      return weights;
    }
    double at = border == Border.REPLICATE ? Math.max(0.5, Math.min(size - 0.5, centre)) : centre;
    double sum = 0;
    for (int i = -300; i < 300; i++) {
      int pixel = border == Border.REFLECT ? border.index(i, size) : i;
      if (pixel >= 0 && pixel < size) {
        double weight = interpolation.weight((i + 0.5 - at) / Math.max(1, scale));
        weights[pixel] += weight;
        sum += weight;
      }
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
