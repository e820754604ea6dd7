package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.List;

/**
 * One class against all others, by the probability that it is given: what part of the class is
 * found, and what is found in vain, at every threshold.
 *
 * @param label class index
 * @param positives examples of this class
 * @param negatives examples of other classes
 * @param rocArea area under the ROC curve by the trapezoidal rule, which is the chance that an
 *     example of the class scores higher than one of another, ties half (J. A. Hanley and B. J.
 *     McNeil, 1982); NaN without positives or negatives
 * @param averagePrecision sum over thresholds of precision times the recall gained, without
 *     interpolation, as scikit-learn defines it; NaN without positives
 * @param points of the curves by falling threshold, thinned; the ends are always among them
 */
public record CurvePoints(
    int label,
    long positives,
    long negatives,
    double rocArea,
    double averagePrecision,
    List<Point> points)
    implements Serializable {

  /**
   * A threshold.
   *
   * @param truePositives examples of the class at or above it
   * @param falsePositives others at or above it
   */
  public record Point(long truePositives, long falsePositives) implements Serializable {}

  /** Copies the list. */
  public CurvePoints {
    points = List.copyOf(points);
  }
}
