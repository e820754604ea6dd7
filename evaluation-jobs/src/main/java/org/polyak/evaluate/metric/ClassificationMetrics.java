package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.List;

/**
 * How good a classifier's probabilities are on a set of labelled examples.
 *
 * @param examples how many were judged, at least 1
 * @param ranks {@code [class]}: for how many examples the true class came first, second, … in the
 *     order of falling probability; among equal probabilities the smaller label comes first
 * @param negativeLogLikelihood mean of {@code -ln p(true class)} in nats, p clamped to at least
 *     {@link MetricsAccumulator#SMALLEST_PROBABILITY}
 * @param brierScore mean over examples of the squared distance between the probabilities and the
 *     one-hot truth, summed over classes, in [0, 2] (G. W. Brier, Verification of forecasts
 *     expressed in terms of probability, 1950)
 * @param expectedCalibrationError mean over examples of |accuracy - confidence| of the bin they
 *     fall in, in [0, 1] (C. Guo et al., On Calibration of Modern Neural Networks, ICML 2017)
 * @param calibration the bins of equal width that it comes from, by confidence
 * @param confusion true class against predicted class
 */
public record ClassificationMetrics(
    long examples,
    List<Long> ranks,
    double negativeLogLikelihood,
    double brierScore,
    double expectedCalibrationError,
    List<CalibrationBin> calibration,
    ConfusionMatrix confusion)
    implements Serializable {

  /** Checks that the parts belong together. */
  public ClassificationMetrics {
    ranks = List.copyOf(ranks);
    calibration = List.copyOf(calibration);
    if (ranks.size() != confusion.classes()) {
      throw new IllegalArgumentException(
          ranks.size() + " ranks for " + confusion.classes() + " classes");
    }
    long ranked = ranks.stream().mapToLong(Long::longValue).sum();
    if (examples < 1 || ranked != examples) {
      throw new IllegalArgumentException(ranked + " ranks for " + examples + " examples");
    }
  }

  /** Number of classes. */
  public int classes() {
    return ranks.size();
  }

  /**
   * Examples whose true class is not among the k most probable. With k at or above the number of
   * classes all classes are looked at, so that there is no error: top-5 of 3 classes is top-3.
   *
   * @param k at least 1
   */
  public long topErrors(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", expected at least 1");
    }
    return ranks.stream().skip(k).mapToLong(Long::longValue).sum();
  }

  /** {@link #topErrors} as a part of the examples, in [0, 1]. */
  public double topError(int k) {
    return (double) topErrors(k) / examples;
  }

  /** The 95 % interval of {@link #topError}, as far as the choice of the examples goes. */
  public Interval topErrorInterval(int k) {
    return Interval.wilson(topErrors(k), examples);
  }

  /** Precision, recall and F1 of every class, by label. */
  public List<ClassScore> scores() {
    return confusion.scores();
  }
}
