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

  /** So many products of two bytes fit an int. */
  private static final int BLOCK = CHANNELS * (Integer.MAX_VALUE / (FULL_SCALE * FULL_SCALE));

  private final long[] sums = new long[CHANNELS];
  private final long[][] products = new long[CHANNELS][CHANNELS];
  private final int[] least = new int[CHANNELS];
  private final int[] greatest = new int[CHANNELS];
  private long pixels;

  PixelMoments() {
    Arrays.fill(least, FULL_SCALE);
  }

  /** Adds a raster of {@code [row][column][channel]}. */
  void add(byte[] raster) {
    for (int from = 0; from < raster.length; from += BLOCK) {
      addBlock(raster, from, Math.min(raster.length, from + BLOCK));
    }
    pixels += raster.length / CHANNELS;
  }

  private void addBlock(byte[] raster, int from, int to) {
    int sumR = 0;
    int sumG = 0;
    int sumB = 0;
    int rr = 0;
    int rg = 0;
    int rb = 0;
    int gg = 0;
    int gb = 0;
    int bb = 0;
    for (int i = from; i < to; i += CHANNELS) {
      int r = raster[i] & 0xff;
      int g = raster[i + 1] & 0xff;
      int b = raster[i + 2] & 0xff;
      sumR += r;
      sumG += g;
      sumB += b;
      rr += r * r;
      rg += r * g;
      rb += r * b;
      gg += g * g;
      gb += g * b;
      bb += b * b;
    }
    sums[0] += sumR;
    sums[1] += sumG;
    sums[2] += sumB;
    addProducts(new long[][] {{rr, rg, rb}, {rg, gg, gb}, {rb, gb, bb}});
    addRange(raster, from, to);
  }

  /** Apart from the sums: the two loops together are faster than one. */
  private void addRange(byte[] raster, int from, int to) {
    int leastR = least[0];
    int leastG = least[1];
    int leastB = least[2];
    int greatestR = greatest[0];
    int greatestG = greatest[1];
    int greatestB = greatest[2];
    for (int i = from; i < to; i += CHANNELS) {
      int r = raster[i] & 0xff;
      int g = raster[i + 1] & 0xff;
      int b = raster[i + 2] & 0xff;
      leastR = Math.min(leastR, r);
      leastG = Math.min(leastG, g);
      leastB = Math.min(leastB, b);
      greatestR = Math.max(greatestR, r);
      greatestG = Math.max(greatestG, g);
      greatestB = Math.max(greatestB, b);
    }
    least[0] = leastR;
    least[1] = leastG;
    least[2] = leastB;
    greatest[0] = greatestR;
    greatest[1] = greatestG;
    greatest[2] = greatestB;
  }

  /** Adds what another task summed. */
  void add(PixelMoments other) {
    for (int c = 0; c < CHANNELS; c++) {
      sums[c] += other.sums[c];
      least[c] = Math.min(least[c], other.least[c]);
      greatest[c] = Math.max(greatest[c], other.greatest[c]);
    }
    addProducts(other.products);
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
    return spread(BigInteger.valueOf(products[a][b]), sums[a], sums[b], pixels);
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

  private void addProducts(long[][] added) {
    for (int a = 0; a < CHANNELS; a++) {
      for (int b = 0; b < CHANNELS; b++) {
        products[a][b] += added[a][b];
      }
    }
  }
}
