package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.polyak.pipeline.dataset.Statistics.MeanImage;
import org.polyak.pipeline.image.Raster;

/**
 * The sum of images of one small size, of their squares, and the least and greatest value, position
 * by position. It is given up as soon as two images differ in size, or one is too large for tasks
 * to send home.
 */
public final class MeanImageSum implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final byte[] NONE = {};
  private static final double FULL_SCALE = 255;

  /** A task sends 18 bytes a value. */
  private static final int MAX_PIXELS = 128 * 128;

  private final long maxPixels;
  private boolean given = true;
  private long images;
  private int width;
  private int height;
  private long[] sum = new long[0];
  private long[] squares = new long[0];
  private byte[] least = NONE;
  private byte[] greatest = NONE;

  /** Of images of at most 128 x 128 pixels. */
  MeanImageSum() {
    this(MAX_PIXELS);
  }

  /**
   * @param maxPixels of an image that is not too large
   */
  public MeanImageSum(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /**
   * Adds an image.
   *
   * @param grid its pixels; fewer than all of them end the sum
   */
  public void add(int imageWidth, int imageHeight, Raster grid) {
    if (grid.width() != imageWidth || grid.height() != imageHeight) {
      giveUp();
    } else if (given && fits(imageWidth, imageHeight)) {
      images++;
      byte[] rgb = grid.rgb();
      for (int i = 0; i < rgb.length; i++) {
        long value = rgb[i] & 0xff;
        sum[i] += value;
        squares[i] += value * value;
      }
      extend(rgb, rgb);
    }
  }

  /** Adds what another task summed. */
  public void add(MeanImageSum other) {
    if (!other.given) {
      giveUp();
    } else if (given && other.images > 0 && fits(other.width, other.height)) {
      images += other.images;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.sum[i];
        squares[i] += other.squares[i];
      }
      extend(other.least, other.greatest);
    }
  }

  private void extend(byte[] low, byte[] high) {
    for (int i = 0; i < least.length; i++) {
      least[i] = (byte) Math.min(least[i] & 0xff, low[i] & 0xff);
      greatest[i] = (byte) Math.max(greatest[i] & 0xff, high[i] & 0xff);
    }
  }

  /** The mean image, 0 to 1, as {@code [row][column][channel]}; empty if there is none. */
  private double[] mean() {
    return Arrays.stream(sum).mapToDouble(s -> s / (images * FULL_SCALE)).toArray();
  }

  /** The deviation of each position, population form, on the scale 0 to 1; empty without one. */
  private double[] deviation() {
    double[] deviation = new double[sum.length];
    BigInteger n = BigInteger.valueOf(images);
    for (int i = 0; i < sum.length; i++) {
      // Exact up to the root, so that a position that never changes has deviation 0.
      BigInteger total = BigInteger.valueOf(sum[i]);
      BigInteger spread =
          n.multiply(BigInteger.valueOf(squares[i])).subtract(total.multiply(total));
      deviation[i] = Math.sqrt(spread.doubleValue()) / (images * FULL_SCALE);
    }
    return deviation;
  }

  /** All as it stands in the statistics; of no pixel if there is none. */
  public MeanImage meanImage() {
    return new MeanImage(
        width,
        height,
        list(mean()),
        list(deviation()),
        list(scaled(least)),
        list(scaled(greatest)));
  }

  private static double[] scaled(byte[] bytes) {
    double[] values = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = (bytes[i] & 0xff) / FULL_SCALE;
    }
    return values;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private boolean fits(int imageWidth, int imageHeight) {
    if (images == 0 && (long) imageWidth * imageHeight <= maxPixels) {
      width = imageWidth;
      height = imageHeight;
      sum = new long[3 * imageWidth * imageHeight];
      squares = new long[sum.length];
      least = new byte[sum.length];
      Arrays.fill(least, (byte) 0xff);
      greatest = new byte[sum.length];
    }
    if (width != imageWidth || height != imageHeight) {
      giveUp();
    }
    return given;
  }

  private void giveUp() {
    given = false;
    images = 0;
    width = 0;
    height = 0;
    sum = new long[0];
    squares = new long[0];
    least = NONE;
    greatest = NONE;
  }
}
