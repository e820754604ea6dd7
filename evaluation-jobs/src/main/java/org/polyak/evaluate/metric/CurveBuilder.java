package org.polyak.evaluate.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows the ROC and precision-recall curves of one class through its scores in falling order.
 * Examples of equal score are one threshold, in whatever order they come. Areas are kept as whole
 * numbers; nothing is approximated.
 */
public final class CurveBuilder {

  private final int label;
  private final long positives;
  private final long negatives;
  private final double step;
  private final List<CurvePoints.Point> points = new ArrayList<>();
  private double score = Double.NaN;
  private long tiedPositives;
  private long tiedNegatives;
  private long truePositives;
  private long falsePositives;
  private long doubledArea;
  private double averagePrecision;

  /**
   * Nothing seen yet.
   *
   * @param label class index, for the result
   * @param positives examples of the class that will come
   * @param negatives other examples that will come
   * @param resolution least part of positives or negatives between two points that are kept; above
   *     1 keeps none
   */
  public CurveBuilder(int label, long positives, long negatives, double resolution) {
    this.label = label;
    this.positives = positives;
    this.negatives = negatives;
    this.step = resolution;
    if (resolution <= 1) {
      points.add(new CurvePoints.Point(0, 0));
    }
  }

  /** Adds an example whose score is at most that of the one before. */
  public void add(double next, boolean positive) {
    if (next > score) {
      throw new IllegalArgumentException(next + " comes after " + score);
    }
    if (next != score) {
      threshold();
      score = next;
    }
    if (positive) {
      tiedPositives++;
    } else {
      tiedNegatives++;
    }
  }

  /** The curves; all examples must have come. */
  public CurvePoints build() {
    threshold();
    if (truePositives != positives || falsePositives != negatives) {
      throw new IllegalStateException(
          "%d positives and %d negatives came, expected %d and %d"
              .formatted(truePositives, falsePositives, positives, negatives));
    }
    return new CurvePoints(
        label,
        positives,
        negatives,
        positives == 0 || negatives == 0 ? Double.NaN : doubledArea / 2.0 / positives / negatives,
        positives == 0 ? Double.NaN : averagePrecision,
        points);
  }

  private void threshold() {
    if (tiedPositives + tiedNegatives == 0) {
      return;
    }
    doubledArea = Math.addExact(doubledArea, tiedNegatives * (2 * truePositives + tiedPositives));
    truePositives += tiedPositives;
    falsePositives += tiedNegatives;
    if (tiedPositives > 0) {
      averagePrecision +=
          (double) tiedPositives
              / positives
              * truePositives
              / (double) (truePositives + falsePositives);
    }
    tiedPositives = 0;
    tiedNegatives = 0;
    if (step <= 1) {
      keep();
    }
  }

  private void keep() {
    CurvePoints.Point last = points.get(points.size() - 1);
    boolean end = truePositives == positives && falsePositives == negatives;
    if (end
        || (positives > 0 && truePositives - last.truePositives() >= step * positives)
        || (negatives > 0 && falsePositives - last.falsePositives() >= step * negatives)) {
      points.add(new CurvePoints.Point(truePositives, falsePositives));
    }
  }
}
