package org.polyak.evaluate.combine;

import java.util.Arrays;

/**
 * Convex weights of an ensemble by maximum likelihood: of all w with {@code w_m >= 0, sum w = 1}
 * those of the least mean of {@code -ln sum_m w_m p_m(true class)}. The problem is convex. It is
 * solved by expectation maximisation, {@code w_m <- w_m g_m} with {@code g_m = mean(p_m / sum_k w_k
 * p_k)}, which never gets worse (A. P. Dempster, N. M. Laird and D. B. Rubin, Maximum likelihood
 * from incomplete data via the EM algorithm, 1977) and has the form of an exponentiated gradient
 * step. At any w no other weights are better by more than {@code ln max_m g_m}, so one knows when
 * to stop. Plain sums in the order of the examples: the same bits everywhere.
 */
public final class MixtureWeights {

  /** Nats that are left to be gained at most. */
  static final double TOLERANCE = 1e-6;

  private static final int ITERATIONS = 20_000;

  private MixtureWeights() {}

  /**
   * Fits weights.
   *
   * @param likelihoods {@code [example][model]}, what each model gave the true class; at least one
   *     example
   */
  public static double[] fit(double[][] likelihoods) {
    int models = likelihoods[0].length;
    double[] weights = new double[models];
    Arrays.fill(weights, 1.0 / models);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] gradient = gradient(likelihoods, weights);
      if (StrictMath.log(Arrays.stream(gradient).max().orElseThrow()) < TOLERANCE) {
        break;
      }
      double sum = 0;
      for (int m = 0; m < models; m++) {
        weights[m] *= gradient[m];
        sum += weights[m];
      }
      for (int m = 0; m < models; m++) {
        weights[m] /= sum;
      }
    }
    return weights;
  }

  /** The mean of each model's likelihood over that of the mixture. */
  static double[] gradient(double[][] likelihoods, double[] weights) {
    double[] gradient = new double[weights.length];
    for (double[] example : likelihoods) {
      double mixture = 0;
      for (int m = 0; m < weights.length; m++) {
        mixture += weights[m] * example[m];
      }
      for (int m = 0; m < weights.length; m++) {
        gradient[m] += example[m] / mixture / likelihoods.length;
      }
    }
    return gradient;
  }
}
