package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Sums over the pixels of images: of each channel's bytes and of the products of two channels'
 * bytes, with the least and the greatest. They are whole numbers, so any order of adding gives the
 * same bits; only the figures derived at the end are rounded, once each. Holds 10^14 pixels before
 * a sum could overflow.
 */
final class PixelMoments implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int CHANNELS = 3;
  private static final int FULL_SCALE = 255;

  /** Bits of a field, of which a long holds three. */
  private static final int FIELD = 21;

  private static final long MASK = (1L << FIELD) - 1;

  /** Pixels whose products fit a field: 32 times 255 times 255 is less than 2^21. */
  private static final int RUN = 32;

  private final long[] sums = new long[CHANNELS];
  private final long[][] products = new long[CHANNELS][CHANNELS];
  private final int[] least = new int[CHANNELS];
  private final int[] greatest = new int[CHANNELS];
  private long pixels;

  PixelMoments() {
    Arrays.fill(least, FULL_SCALE);
  }

  /**
   * Adds a raster of {@code [row][column][channel]}. Three bytes lie in a long, so that one
   * multiplication makes three products.
   */
  void add(byte[] raster) {
    for (int from = 0; from < raster.length; from += CHANNELS * RUN) {
      addRun(raster, from, Math.min(raster.length, from + CHANNELS * RUN));
    }
    pixels += raster.length / CHANNELS;
    if (!isFullRange()) {
      addRange(raster);
    }
  }

  private void addRun(byte[] raster, int from, int to) {
    long sum = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int i = from; i < to; i += CHANNELS) {
      long r = raster[i] & 0xff;
      long g = raster[i + 1] & 0xff;
      long b = raster[i + 2] & 0xff;
      long greenBlue = g | (b << FIELD);
      long all = r | (greenBlue << FIELD);
      sum += all;
      red += all * r;
      green += greenBlue * g;
      blue += b * b;
    }
    sums[0] += sum & MASK;
    sums[1] += (sum >>> FIELD) & MASK;
    sums[2] += sum >>> (2 * FIELD);
    products[0][0] += red & MASK;
    products[0][1] += (red >>> FIELD) & MASK;
    products[0][2] += red >>> (2 * FIELD);
    products[1][1] += green & MASK;
    products[1][2] += green >>> FIELD;
    products[2][2] += blue;
  }

  /** Whether every channel has had its least and its greatest possible value. */
  private boolean isFullRange() {
    return Arrays.stream(least).max().orElseThrow() == 0
        && Arrays.stream(greatest).min().orElseThrow() == FULL_SCALE;
  }

  private void addRange(byte[] raster) {
    for (int c = 0; c < CHANNELS; c++) {
      int low = least[c];
      int high = greatest[c];
      for (int i = c; i < raster.length; i += CHANNELS) {
        int value = raster[i] & 0xff;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      least[c] = low;
      greatest[c] = high;
    }
  }

  /** Adds what another task summed. */
  void add(PixelMoments other) {
    for (int c = 0; c < CHANNELS; c++) {
      sums[c] += other.sums[c];
      least[c] = Math.min(least[c], other.least[c]);
      greatest[c] = Math.max(greatest[c], other.greatest[c]);
    }
    for (int a = 0; a < CHANNELS; a++) {
      for (int b = a; b < CHANNELS; b++) {
        products[a][b] += other.products[a][b];
      }
    }
    pixels += other.pixels;
  }

  /** Number of pixels. */
  long pixels() {
    return pixels;
  }

  /** Mean of a channel, 0 to 1; 0 without pixels. */
  double mean(int channel) {
    return ratio(BigInteger.valueOf(sums[channel]), scale(pixels, 1));
  }

  /** Covariance of two channels, population form, on the scale 0 to 1; 0 without pixels. */
  double covariance(int a, int b) {
    return spread(
        BigInteger.valueOf(products[Math.min(a, b)][Math.max(a, b)]), sums[a], sums[b], pixels);
  }

  /** Mean of all channels' values, 0 to 1; 0 without pixels. */
  double scalarMean() {
    return ratio(BigInteger.valueOf(Arrays.stream(sums).sum()), scale(CHANNELS * pixels, 1));
  }

  /** Deviation of all channels' values, population form, on the scale 0 to 1; 0 without pixels. */
  double scalarDeviation() {
    BigInteger squares = BigInteger.ZERO;
    for (int c = 0; c < CHANNELS; c++) {
      squares = squares.add(BigInteger.valueOf(products[c][c]));
    }
    long sum = Arrays.stream(sums).sum();
    return Math.sqrt(spread(squares, sum, sum, CHANNELS * pixels));
  }

  /** The least value of a channel, 0 to 1; 0 without pixels. */
  double least(int channel) {
    return pixels == 0 ? 0 : least[channel] / (double) FULL_SCALE;
  }

  /** The greatest value of a channel, 0 to 1; 0 without pixels. */
  double greatest(int channel) {
    return greatest[channel] / (double) FULL_SCALE;
  }

  /** {@code (n * products - sumA * sumB) / (255 n)^2}, rounded once. */
  private static double spread(BigInteger products, long sumA, long sumB, long n) {
    BigInteger numerator =
        BigInteger.valueOf(n)
            .multiply(products)
            .subtract(BigInteger.valueOf(sumA).multiply(BigInteger.valueOf(sumB)));
    return ratio(numerator, scale(n, 2));
  }

  private static BigInteger scale(long n, int power) {
    return BigInteger.valueOf(n).multiply(BigInteger.valueOf(FULL_SCALE)).pow(power);
  }

  private static double ratio(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0) {
      return 0;
    }
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), MathContext.DECIMAL128)
        .doubleValue();
  }
}
