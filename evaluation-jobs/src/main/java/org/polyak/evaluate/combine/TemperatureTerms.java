package org.polyak.evaluate.combine;

/**
 * What one example says of the inverse temperature b of {@link Combination#tempered}: the first and
 * second derivative of its negative log likelihood {@code ln sum_c p_c^b - b ln p_y}.
 *
 * @param slope expectation of ln p under the tempered probabilities, minus ln p of the true class
 * @param curvature variance of ln p under the tempered probabilities
 */
public record TemperatureTerms(double slope, double curvature) {

  /**
   * The terms of an example.
   *
   * @param probabilities {@code [class]}
   * @param label the true class
   * @param inverse where they are taken
   */
  public static TemperatureTerms of(double[] probabilities, int label, double inverse) {
    double[] tempered = Combination.tempered(probabilities, inverse);
    double mean = 0;
    double square = 0;
    for (int c = 0; c < tempered.length; c++) {
      double logarithm = Combination.logarithm(probabilities[c]);
      mean += tempered[c] * logarithm;
      square += tempered[c] * logarithm * logarithm;
    }
    return new TemperatureTerms(
        mean - Combination.logarithm(probabilities[label]), Math.max(0, square - mean * mean));
  }
}
