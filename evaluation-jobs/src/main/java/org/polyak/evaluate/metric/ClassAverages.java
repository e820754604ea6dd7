package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall and F1 over all classes that occur, as a true or as a predicted class. What is
 * not defined for a class, such as the precision of one that was never predicted, counts as 0, as
 * in scikit-learn with {@code zero_division=0}.
 *
 * @param precision mean of the classes' precision
 * @param recall mean of the classes' recall
 * @param f1 mean of the classes' F1, not the F1 of the means
 */
public record ClassAverages(double precision, double recall, double f1) implements Serializable {

  /** Every class counts the same. */
  public static ClassAverages macro(List<ClassScore> scores) {
    return of(scores, score -> score.support() + score.predicted() > 0 ? 1 : 0);
  }

  /** Every class counts by its examples. */
  public static ClassAverages weighted(List<ClassScore> scores) {
    return of(scores, ClassScore::support);
  }

  private static ClassAverages of(List<ClassScore> scores, ToDoubleFunction<ClassScore> weight) {
    double total = scores.stream().mapToDouble(weight).sum();
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (ClassScore score : scores) {
      double part = weight.applyAsDouble(score) / total;
      precision += part * defined(score.precision());
      recall += part * defined(score.recall());
      f1 += part * defined(score.f1());
    }
    return new ClassAverages(precision, recall, f1);
  }

  private static double defined(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
