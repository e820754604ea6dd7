package org.polyak.evaluate.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows the ROC and precision-recall curves of one class through a stretch of its scores in
 * falling order. Examples of equal score are one threshold, in whatever order they come. Areas are
 * kept as whole numbers; nothing is approximated.
 */
public final class CurveBuilder {

  private final ScoredClass scored;
  private final List<CurvePoints.Point> points = new ArrayList<>();
  private double score = Double.NaN;
  private long tiedPositives;
  private long tiedNegatives;
  private long truePositives;
  private long falsePositives;
  private long doubledArea;
  private long averagePrecision;

  /**
   * At the start of a stretch.
   *
   * @param truePositives examples of the class in the stretches before
   * @param falsePositives others in the stretches before
   */
  public CurveBuilder(ScoredClass scored, long truePositives, long falsePositives) {
    this.scored = scored;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
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

  /** What the stretch adds, when all its examples have come. */
  public CurveStretch stretch() {
    threshold();
    return new CurveStretch(doubledArea, averagePrecision, truePositives, falsePositives, points);
  }

  private void threshold() {
    if (tiedPositives + tiedNegatives == 0) {
      return;
    }
    long before = truePositives;
    long falseBefore = falsePositives;
    doubledArea = Math.addExact(doubledArea, tiedNegatives * (2 * truePositives + tiedPositives));
    truePositives += tiedPositives;
    falsePositives += tiedNegatives;
    if (tiedPositives > 0) {
      double gained =
          (double) tiedPositives
              / scored.positives()
              * truePositives
              / (double) (truePositives + falsePositives);
      averagePrecision += Math.round(gained / CurveStretch.UNIT);
    }
    tiedPositives = 0;
    tiedNegatives = 0;
    if (scored.keeps(before, falseBefore, truePositives, falsePositives)) {
      points.add(new CurvePoints.Point(truePositives, falsePositives));
    }
  }
}
