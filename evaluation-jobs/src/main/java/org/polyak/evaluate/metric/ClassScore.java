package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * One class against all others.
 *
 * @param label class index
 * @param support examples of this class
 * @param predicted examples predicted to be of this class
 * @param precision part of the predicted that are of this class; NaN if none was predicted
 * @param recall part of the class's examples that were found; NaN if there are none
 * @param f1 harmonic mean {@code 2 TP / (predicted + support)}; NaN if both are 0
 */
public record ClassScore(
    int label, long support, long predicted, double precision, double recall, double f1)
    implements Serializable {

  static ClassScore of(int label, long truePositives, long support, long predicted) {
    return new ClassScore(
        label,
        support,
        predicted,
        ratio(truePositives, predicted),
        ratio(truePositives, support),
        ratio(2 * truePositives, predicted + support));
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
