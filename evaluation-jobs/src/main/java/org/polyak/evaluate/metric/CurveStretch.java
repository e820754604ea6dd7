package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stretch of the scores of one class, in falling order, adds to its curves. Sums are whole
 * numbers, so stretches join to the same bits wherever one ends and the next begins, as long as
 * examples of equal score are in one.
 *
 * @param doubledArea twice the area under the ROC curve, in examples of the class times others
 * @param averagePrecision in units of {@link #UNIT}
 * @param truePositives examples of the class up to its end
 * @param falsePositives others up to its end
 * @param points that are kept
 */
public record CurveStretch(
    long doubledArea,
    long averagePrecision,
    long truePositives,
    long falsePositives,
    List<CurvePoints.Point> points)
    implements Serializable {

  /** Average precision is at most 1, so sums stay far from the largest number. */
  static final double UNIT = 0x1p-60;

  /** Copies the list. */
  public CurveStretch {
    points = List.copyOf(points);
  }

  /**
   * The curves of a class.
   *
   * @param stretches of all its scores, in order
   * @throws IllegalStateException if other numbers of examples came than were announced
   */
  public static CurvePoints join(ScoredClass scored, List<CurveStretch> stretches) {
    long area = 0;
    long precision = 0;
    long truePositives = 0;
    long falsePositives = 0;
    List<CurvePoints.Point> points = new ArrayList<>();
    if (scored.keepsPoints()) {
      points.add(new CurvePoints.Point(0, 0));
    }
    for (CurveStretch stretch : stretches) {
      area = Math.addExact(area, stretch.doubledArea);
      precision += stretch.averagePrecision;
      truePositives = stretch.truePositives;
      falsePositives = stretch.falsePositives;
      points.addAll(stretch.points);
    }
    long positives = scored.positives();
    long negatives = scored.negatives();
    if (truePositives != positives || falsePositives != negatives) {
      throw new IllegalStateException(
          "%d positives and %d negatives came, expected %d and %d"
              .formatted(truePositives, falsePositives, positives, negatives));
    }
    return new CurvePoints(
        scored.label(),
        positives,
        negatives,
        positives == 0 || negatives == 0 ? Double.NaN : area / 2.0 / positives / negatives,
        positives == 0 ? Double.NaN : precision * UNIT,
        points);
  }
}
