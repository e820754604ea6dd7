package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Sums over the pixels of images: of each channel's bytes, of the products of two channels' bytes,
 * and of each position of an image. They are whole numbers, so any order of adding gives the same
 * bits; only the figures derived at the end are rounded, once each. Holds 10^14 pixels before a sum
 * could overflow.
 */
final class ChannelSums implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int CHANNELS = 3;
  private static final int FULL_SCALE = 255;

  private final long[] sums = new long[CHANNELS];
  private final long[][] products = new long[CHANNELS][CHANNELS];
  private final long[] image;
  private long pixels;

  /**
   * @param imageBytes length of every image, {@code height * width * 3}
   */
  ChannelSums(int imageBytes) {
    this.image = new long[imageBytes];
  }

  /** Adds a raster of {@code [row][column][channel]}. */
  void add(byte[] raster) {
    if (raster.length != image.length) {
      throw new IllegalArgumentException(
          "Invalid raster of %d bytes (expected %d)".formatted(raster.length, image.length));
    }
    long rr = 0;
    long rg = 0;
    long rb = 0;
    long gg = 0;
    long gb = 0;
    long bb = 0;
    for (int i = 0; i < raster.length; i += CHANNELS) {
      int r = raster[i] & 0xff;
      int g = raster[i + 1] & 0xff;
      int b = raster[i + 2] & 0xff;
      sums[0] += r;
      sums[1] += g;
      sums[2] += b;
      rr += (long) r * r;
      rg += (long) r * g;
      rb += (long) r * b;
      gg += (long) g * g;
      gb += (long) g * b;
      bb += (long) b * b;
      image[i] += r;
      image[i + 1] += g;
      image[i + 2] += b;
    }
    long[][] added = {{rr, rg, rb}, {rg, gg, gb}, {rb, gb, bb}};
    addProducts(added);
    pixels += raster.length / CHANNELS;
  }

  /** Adds what another task summed. */
  void add(ChannelSums other) {
    for (int c = 0; c < CHANNELS; c++) {
      sums[c] += other.sums[c];
    }
    addProducts(other.products);
    for (int i = 0; i < image.length; i++) {
      image[i] += other.image[i];
    }
    pixels += other.pixels;
  }

  /** Number of pixels. */
  long pixels() {
    return pixels;
  }

  /** Mean of a channel, 0 to 1. */
  double mean(int channel) {
    return ratio(BigInteger.valueOf(sums[channel]), scaled(FULL_SCALE, 1));
  }

  /** Covariance of two channels, population form, on the scale 0 to 1. */
  double covariance(int a, int b) {
    BigInteger n = BigInteger.valueOf(pixels);
    BigInteger numerator =
        n.multiply(BigInteger.valueOf(products[a][b]))
            .subtract(BigInteger.valueOf(sums[a]).multiply(BigInteger.valueOf(sums[b])));
    return ratio(numerator, scaled((long) FULL_SCALE * FULL_SCALE, 2));
  }

  /** The mean image, 0 to 1, as {@code [row][column][channel]}. */
  double[] meanImage() {
    double images = (double) pixels * CHANNELS / image.length;
    double[] mean = new double[image.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = image[i] / (images * FULL_SCALE);
    }
    return mean;
  }

  private BigInteger scaled(long scale, int power) {
    return BigInteger.valueOf(pixels).pow(power).multiply(BigInteger.valueOf(scale));
  }

  private static double ratio(BigInteger numerator, BigInteger denominator) {
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
