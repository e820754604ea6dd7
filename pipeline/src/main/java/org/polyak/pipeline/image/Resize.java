package org.polyak.pipeline.image;

import java.util.Arrays;

/**
 * Resizing with a triangle filter that widens with the step when shrinking, so that every pixel has
 * its part in the result (the BILINEAR of Pillow, torchvision's with antialias): pixel {@code i} of
 * {@code n} looks from {@code (i + 0.5) * size / n} at the pixels' centres {@code j + 0.5}, their
 * weights fall linearly to zero over {@code max(1, size / n)} and are made to sum to one. Rows
 * first, then columns, rounded to whole numbers, half up, after each; weights have 22 binary
 * digits, so results are the same everywhere.
 */
public final class Resize {

  private static final int DIGITS = 22;
  private static final int HALF = 1 << (DIGITS - 1);

  private Resize() {}

  /**
   * The image in another size.
   *
   * @param width new pixels a row, at least 1
   * @param height new rows, at least 1
   */
  public static Raster scaled(Raster image, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a size of %d x %d pixels".formatted(width, height));
    }
    return columns(rows(image, width), height);
  }

  private static Raster rows(Raster image, int width) {
    if (width == image.width()) {
      return image;
    }
    Taps taps = Taps.of(image.width(), width);
    byte[] from = image.rgb();
    byte[] to = new byte[Math.multiplyExact(3 * width, image.height())];
    int row = 3 * image.width();
    for (int y = 0; y < image.height(); y++) {
      row(from, y * row, taps, to, 3 * y * width);
    }
    return new Raster(width, image.height(), to);
  }

  private static void row(byte[] from, int start, Taps taps, byte[] to, int out) {
    int[] first = taps.first;
    for (int x = 0; x < first.length; x++) {
      int[] weights = taps.weights[x];
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int in = start + 3 * first[x];
      for (int i = 0; i < weights.length; i++) {
        int weight = weights[i];
        red += weight * (from[in + 3 * i] & 255);
        green += weight * (from[in + 3 * i + 1] & 255);
        blue += weight * (from[in + 3 * i + 2] & 255);
      }
      to[out + 3 * x] = whole(red);
      to[out + 3 * x + 1] = whole(green);
      to[out + 3 * x + 2] = whole(blue);
    }
  }

  private static Raster columns(Raster image, int height) {
    if (height == image.height()) {
      return image;
    }
    Taps taps = Taps.of(image.height(), height);
    int stride = 3 * image.width();
    byte[] from = image.rgb();
    byte[] to = new byte[Math.multiplyExact(stride, height)];
    int[] sums = new int[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      int in = stride * taps.first[y];
      for (int weight : taps.weights[y]) {
        add(from, in, weight, sums);
        in += stride;
      }
      for (int i = 0; i < stride; i++) {
        to[stride * y + i] = whole(sums[i]);
      }
    }
    return new Raster(image.width(), height, to);
  }

  private static void add(byte[] from, int at, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (from[at + i] & 255);
    }
  }

  /** The weights sum to one but for their rounding, so the result may pass 255 by that. */
  private static byte whole(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> DIGITS));
  }

  /**
   * Which pixels make a new one.
   *
   * @param first of them, by new pixel
   * @param weights of them, by new pixel
   */
  private record Taps(int[] first, int[][] weights) {

    private static Taps of(int size, int newSize) {
      double step = (double) size / newSize;
      double reach = Math.max(1, step);
      Taps taps = new Taps(new int[newSize], new int[newSize][]);
      for (int i = 0; i < newSize; i++) {
        double centre = (i + 0.5) * step;
        int from = Math.max(0, (int) (centre - reach + 0.5));
        int to = Math.min(size, (int) (centre + reach + 0.5));
        double[] exact = new double[to - from];
        double sum = 0;
        for (int j = from; j < to; j++) {
          exact[j - from] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
          sum += exact[j - from];
        }
        taps.first[i] = from;
        taps.weights[i] = new int[to - from];
        for (int j = 0; j < to - from; j++) {
          taps.weights[i][j] = (int) (exact[j] / sum * (1 << DIGITS) + 0.5);
        }
      }
      return taps;
    }
  }
}
