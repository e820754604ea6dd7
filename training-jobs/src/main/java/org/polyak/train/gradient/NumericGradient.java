package org.polyak.train.gradient;

import java.util.function.ToDoubleFunction;

/** Derivatives by differences, in double precision. */
public final class NumericGradient {

  private NumericGradient() {}

  /**
   * The centred difference (f(x + h) - f(x - h)) / 2h, whose error falls with the square of h; that
   * of the one-sided difference (f(x + h) - f(x)) / h falls with h only.
   *
   * @param f of x
   * @param x changed for the time of the call
   * @param index of the value that is varied
   * @param step h
   */
  public static double centred(ToDoubleFunction<double[]> f, double[] x, int index, double step) {
    double value = x[index];
    x[index] = value + step;
    double above = f.applyAsDouble(x);
    x[index] = value - step;
    double below = f.applyAsDouble(x);
    x[index] = value;
    return (above - below) / (2 * step);
  }
}
