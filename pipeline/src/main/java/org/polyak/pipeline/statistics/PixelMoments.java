package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums over the pixels of images of any size: how often each channel has each value, and the
 * products of two channels. They are whole numbers, so any order of adding gives the same bits;
 * only the figures derived at the end are rounded, once each. All others follow from the counts of
 * values: sums, squares, least and greatest.
 */
final class PixelMoments implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int CHANNELS = 3;
  private static final int VALUES = 256;
  private static final int FULL_SCALE = 255;

  /** Pixels whose products fit an int: 32,768 x 255 x 255 is below 2^31. */
  private static final int CHUNK = 1 << 15;

  private final long[] counts = new long[CHANNELS * VALUES];
  private long redGreen;
  private long redBlue;
  private long greenBlue;
  private long pixels;

  /** Adds a raster of {@code [row][column][channel]}. */
  void add(byte[] raster) {
    for (int from = 0; from < raster.length; from += CHANNELS * CHUNK) {
      addChunk(raster, from, Math.min(raster.length, from + CHANNELS * CHUNK));
    }
    pixels += raster.length / CHANNELS;
  }

  private void addChunk(byte[] raster, int from, int to) {
    long[] histogram = counts;
    int rg = 0;
    int rb = 0;
    int gb = 0;
    for (int i = from; i < to; i += CHANNELS) {
      int r = raster[i] & 0xff;
      int g = raster[i + 1] & 0xff;
      int b = raster[i + 2] & 0xff;
      histogram[r]++;
      histogram[VALUES + g]++;
      histogram[2 * VALUES + b]++;
      rg += r * g;
      rb += r * b;
      gb += g * b;
    }
    redGreen = Math.addExact(redGreen, rg);
    redBlue = Math.addExact(redBlue, rb);
    greenBlue = Math.addExact(greenBlue, gb);
  }

  /** Adds what another task summed. */
  void add(PixelMoments other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    redGreen = Math.addExact(redGreen, other.redGreen);
    redBlue = Math.addExact(redBlue, other.redBlue);
    greenBlue = Math.addExact(greenBlue, other.greenBlue);
    pixels += other.pixels;
  }

  /** Number of pixels. */
  long pixels() {
    return pixels;
  }

  /** How many pixels have each value from 0 to 255 in a channel. */
  List<Long> histogram(int channel) {
    List<Long> result = new ArrayList<>(VALUES);
    for (int value = 0; value < VALUES; value++) {
      result.add(count(channel, value));
    }
    return result;
  }

  /** Least value of a channel, 0 to 1; 0 without pixels. */
  double least(int channel) {
    int value = 0;
    while (value < FULL_SCALE && count(channel, value) == 0) {
      value++;
    }
    return pixels == 0 ? 0 : (double) value / FULL_SCALE;
  }

  /** Greatest value of a channel, 0 to 1; 0 without pixels. */
  double greatest(int channel) {
    int value = FULL_SCALE;
    while (value > 0 && count(channel, value) == 0) {
      value--;
    }
    return (double) value / FULL_SCALE;
  }

  /** Mean of a channel, 0 to 1; 0 without pixels. */
  double mean(int channel) {
    return ratio(sum(channel), whole(pixels).multiply(whole(FULL_SCALE)));
  }

  /** Mean of all channels' values, 0 to 1; 0 without pixels. */
  double scalarMean() {
    return ratio(sumOfAll(), whole(pixels).multiply(whole(CHANNELS * FULL_SCALE)));
  }

  /** Deviation of all channels' values, population form, on the scale 0 to 1; 0 without pixels. */
  double scalarDeviation() {
    BigInteger squares = BigInteger.ZERO;
    for (int c = 0; c < CHANNELS; c++) {
      squares = squares.add(product(c, c));
    }
    return Math.sqrt(
        moment(whole(pixels).multiply(whole(CHANNELS)), squares, sumOfAll(), sumOfAll()));
  }

  /** Covariance of two channels, population form, on the scale 0 to 1; 0 without pixels. */
  double covariance(int a, int b) {
    return moment(whole(pixels), product(a, b), sum(a), sum(b));
  }

  /** {@code (n * products - a * b) / (n * 255)^2}. */
  private static double moment(BigInteger n, BigInteger products, BigInteger a, BigInteger b) {
    BigInteger scaled = n.multiply(whole(FULL_SCALE));
    return ratio(n.multiply(products).subtract(a.multiply(b)), scaled.multiply(scaled));
  }

  private BigInteger sum(int channel) {
    BigInteger sum = BigInteger.ZERO;
    for (int value = 0; value < VALUES; value++) {
      sum = sum.add(whole(count(channel, value)).multiply(whole(value)));
    }
    return sum;
  }

  private BigInteger sumOfAll() {
    return sum(0).add(sum(1)).add(sum(2));
  }

  private BigInteger product(int a, int b) {
    if (a != b) {
      // The sum of two channel numbers tells which pair it is.
      return whole(a + b == 1 ? redGreen : a + b == 2 ? redBlue : greenBlue);
    }
    BigInteger sum = BigInteger.ZERO;
    for (int value = 0; value < VALUES; value++) {
      sum = sum.add(whole(count(a, value)).multiply(whole((long) value * value)));
    }
    return sum;
  }

  private long count(int channel, int value) {
    return counts[channel * VALUES + value];
  }

  private static BigInteger whole(long value) {
    return BigInteger.valueOf(value);
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
