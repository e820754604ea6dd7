package org.polyak.evaluate.combine;

/**
 * Newton's method for the inverse temperature of the least negative log likelihood, a convex
 * function of one number: the caller measures slope and curvature, which takes a pass over the
 * data, and asks for the next place. Steps that leave the bracket known to hold the minimum halve
 * it instead.
 */
public final class TemperatureSearch {

  static final double SMALLEST = 0.05;
  static final double LARGEST = 20;

  private static final double TOLERANCE = 1e-7;

  private double low = SMALLEST;
  private double high = LARGEST;
  private double at = 1;
  private boolean done;

  /** The inverse temperature to measure at, or the result. */
  public double inverse() {
    return at;
  }

  /** Whether the minimum is found. */
  public boolean done() {
    return done;
  }

  /**
   * Takes what was measured there.
   *
   * @param slope mean over examples of E[ln p] - ln p(true class), the expectation under the
   *     tempered probabilities
   * @param curvature mean of the variance of ln p under them
   */
  public void measured(double slope, double curvature) {
    if (slope > 0) {
      high = at;
    } else {
      low = at;
    }
    double next = curvature > 0 ? at - slope / curvature : Double.NaN;
    if (!(next > low && next < high)) {
      // The geometric middle: the inverse temperature is a scale.
      next = Math.sqrt(low * high);
    }
    done = slope == 0 || Math.abs(next - at) <= TOLERANCE * at;
    at = slope == 0 ? at : next;
  }
}
