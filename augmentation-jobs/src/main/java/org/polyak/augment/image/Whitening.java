package org.polyak.augment.image;

import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.PrincipalComponents;

/**
 * What images, minus their mean image, are multiplied by so that positions are no longer
 * correlated. With {@code U} the principal directions as columns and {@code lambda} the variances
 * along them:
 *
 * <ul>
 *   <li>PCA decorrelation {@code U'}: values are coordinates along the directions;
 *   <li>PCA whitening {@code D U'} with {@code D = diag(1 / sqrt(lambda + epsilon))}: these have
 *       variance {@code lambda / (lambda + epsilon)}, about 1;
 *   <li>ZCA whitening {@code U D U'}: turned back, so that values are pixels again (Bell and
 *       Sejnowski 1997; Krizhevsky 2009, appendix A).
 * </ul>
 *
 * @param matrix of the network's input values
 * @param scale mean and deviation of the result over the training images
 */
public record Whitening(PixelMatrix matrix, InputScale scale) {

  /** Rows of a matrix that are computed at a time; a block of 3,072 columns is 400 KB. */
  private static final int BLOCK = 16;

  /**
   * The matrix of a mode.
   *
   * @param mode one that takes components
   * @param epsilon added to variances before the root, above 0; not used for decorrelation
   */
  public static Whitening of(
      NormalizationMode mode, PrincipalComponents components, double epsilon) {
    double[] factors = factors(mode, components.eigenvalues(), epsilon);
    double sum = 0;
    for (int k = 0; k < factors.length; k++) {
      sum += components.eigenvalues()[k] * factors[k] * factors[k];
    }
    float[][] rows =
        mode == NormalizationMode.ZCA_WHITENING
            ? turnedBack(components.directions(), factors)
            : turned(components.directions(), factors);
    return new Whitening(new PixelMatrix(rows), new InputScale(0, Math.sqrt(sum / factors.length)));
  }

  /** What each coordinate is multiplied by. */
  private static double[] factors(NormalizationMode mode, double[] eigenvalues, double epsilon) {
    double[] factors = new double[eigenvalues.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] =
          mode == NormalizationMode.PCA_DECORRELATION ? 1 : 1 / Math.sqrt(eigenvalues[k] + epsilon);
    }
    return factors;
  }

  /** Output k is the coordinate along direction k. */
  private static float[][] turned(double[][] directions, double[] factors) {
    int size = factors.length;
    float[][] rows = new float[size][size];
    for (int k = 0; k < size; k++) {
      for (int i = 0; i < size; i++) {
        rows[i][k] = (float) (factors[k] * directions[k][i]);
      }
    }
    return rows;
  }

  /**
   * {@code U D U'} as {@code A A'} with {@code A = U sqrt(D)}, so that rounding too is the same on
   * both sides of the diagonal. Each row is a sum in one order, so threads change nothing.
   */
  private static float[][] turnedBack(double[][] directions, double[] factors) {
    int size = factors.length;
    double[][] scaled = new double[size][size];
    for (int k = 0; k < size; k++) {
      double root = Math.sqrt(factors[k]);
      for (int i = 0; i < size; i++) {
        scaled[k][i] = root * directions[k][i];
      }
    }
    float[][] rows = new float[size][size];
    IntStream.range(0, (size + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(block -> block(scaled, block * BLOCK, rows));
    return rows;
  }

  private static void block(double[][] scaled, int first, float[][] rows) {
    int size = scaled.length;
    int count = Math.min(BLOCK, size - first);
    double[][] sums = new double[count][size];
    for (double[] direction : scaled) {
      for (int r = 0; r < count; r++) {
        add(direction[first + r], direction, sums[r]);
      }
    }
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < size; j++) {
        rows[first + r][j] = (float) sums[r][j];
      }
    }
  }

  private static void add(double factor, double[] direction, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += factor * direction[j];
    }
  }
}
