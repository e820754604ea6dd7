package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.List;

/**
 * All that was found about a model.
 *
 * @param metrics errors, likelihood, calibration, confusion
 * @param errorInterval top-1 error: 95 % interval by the bootstrap, Wilson's without one
 * @param lossInterval negative log likelihood: 95 % interval by the bootstrap; NaN without one
 * @param brierInterval Brier score: the same
 * @param temperatures fitted, one; two if halves of the images were fitted on and judged crosswise
 * @param tempered the probabilities' scores at these temperatures
 * @param curves of every class; empty if they were not asked for
 * @param reference against the model that all are compared with; null for that one itself
 */
public record Verdict(
    ClassificationMetrics metrics,
    Interval errorInterval,
    Interval lossInterval,
    Interval brierInterval,
    List<Double> temperatures,
    ProbabilityScores tempered,
    List<CurvePoints> curves,
    Comparison reference)
    implements Serializable {

  /** Copies the lists. */
  public Verdict {
    temperatures = List.copyOf(temperatures);
    curves = List.copyOf(curves);
  }

  /** With the curves of its classes. */
  public Verdict with(List<CurvePoints> found) {
    return new Verdict(
        metrics,
        errorInterval,
        lossInterval,
        brierInterval,
        temperatures,
        tempered,
        found,
        reference);
  }

  /** Mean area under the ROC curves of the classes that have one; NaN if none has. */
  public double meanRocArea() {
    return curves.stream()
        .mapToDouble(CurvePoints::rocArea)
        .filter(area -> !Double.isNaN(area))
        .average()
        .orElse(Double.NaN);
  }

  /** Mean average precision over the classes that occur; NaN without curves. */
  public double meanAveragePrecision() {
    return curves.stream()
        .mapToDouble(CurvePoints::averagePrecision)
        .filter(precision -> !Double.isNaN(precision))
        .average()
        .orElse(Double.NaN);
  }
}
