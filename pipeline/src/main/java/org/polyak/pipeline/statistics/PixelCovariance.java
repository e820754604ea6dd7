package org.polyak.pipeline.statistics;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.DenseMatrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;

/**
 * The covariance of all pairs of positions of images of one size, by MLlib's distributed Gram
 * matrix.
 *
 * <p>MLlib adds partial sums in the order in which tasks end, so a sum of fractions would differ in
 * its last bits from run to run ({@code RowMatrix.computeCovariance} does). Therefore it is given
 * bytes as they are: their products are whole numbers, of which a double holds every sum below 2^53
 * exactly, and exact sums are the same in any order. Means and covariance are formed of them on the
 * driver in one order.
 */
public final class PixelCovariance {

  private static final double FULL_SCALE = 255;

  /** More images would leave 2^53: 138 thousand million. */
  private static final long MAX_IMAGES = (long) (0x1p53 / (FULL_SCALE * FULL_SCALE));

  private PixelCovariance() {}

  /**
   * The covariance on the scale 0 to 1, population form.
   *
   * @param rasters unsigned bytes, {@code size} of each image; read once
   * @param size values of an image
   * @return {@code [size][size]} flattened
   */
  public static double[] of(JavaRDD<byte[]> rasters, int size) {
    // A last column of ones brings the sums of all positions and the number of images along.
    RowMatrix matrix = new RowMatrix(rasters.map(PixelCovariance::withOne).rdd());
    double[] gram = ((DenseMatrix) matrix.computeGramianMatrix()).values();
    int width = size + 1;
    double images = gram[gram.length - 1];
    if (images > MAX_IMAGES) {
      throw new IllegalArgumentException(
          "%.0f images, expected %d at most".formatted(images, MAX_IMAGES));
    }
    double scale = images * images * FULL_SCALE * FULL_SCALE;
    double[] covariance = new double[size * size];
    for (int i = 0; i < size; i++) {
      double sum = gram[size * width + i];
      for (int j = 0; j < size; j++) {
        covariance[i * size + j] =
            difference(images, gram[i * width + j], sum, gram[size * width + j]) / scale;
      }
    }
    return covariance;
  }

  /**
   * {@code a b - c d} of whole numbers, rounded about once: what the products lose by rounding is
   * added again, so that a position that never changes has variance 0.
   */
  private static double difference(double a, double b, double c, double d) {
    double ab = a * b;
    double cd = c * d;
    return ab - cd + (Math.fma(a, b, -ab) - Math.fma(c, d, -cd));
  }

  private static Vector withOne(byte[] raster) {
    double[] values = new double[raster.length + 1];
    for (int i = 0; i < raster.length; i++) {
      values[i] = raster[i] & 0xff;
    }
    values[raster.length] = 1;
    return Vectors.dense(values);
  }
}
