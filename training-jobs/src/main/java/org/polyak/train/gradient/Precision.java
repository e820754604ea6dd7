package org.polyak.train.gradient;

import java.util.Arrays;

/**
 * How exact a gradient can be. The relative error of a derivative a, numerically n, is |a - n| /
 * max(|a|, |n|, floor): derivatives far below the floor cannot be told from rounding.
 *
 * @param floor of the denominator
 * @param good the largest relative error of a verdict of good
 * @param acceptable the same for acceptable
 * @param suspicious the same for suspicious; what is above is wrong
 */
public record Precision(double floor, double good, double acceptable, double suspicious) {

  /** Of gradients in double precision: 1e-7, 1e-4, 1e-2 are the customary limits. */
  public static final Precision DOUBLE = new Precision(1e-3, 1e-7, 1e-4, 1e-2);

  /** Of a gradient in single precision, whose rounding follows its largest derivatives. */
  public static Precision single(double[] gradient) {
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    return new Precision(Math.max(1e-3 * largest, 1e-9), 1e-3, 1e-2, 1e-1);
  }

  /** The relative error. */
  public double error(double analytic, double numeric) {
    double size = Math.max(Math.max(Math.abs(analytic), Math.abs(numeric)), floor);
    return Math.abs(analytic - numeric) / size;
  }

  /** What an error says. */
  public Verdict verdict(double error) {
    if (error <= good) {
      return Verdict.GOOD;
    } else if (error <= acceptable) {
      return Verdict.ACCEPTABLE;
    }
    // Not a number is wrong too.
    return error <= suspicious ? Verdict.SUSPICIOUS : Verdict.WRONG;
  }
}
