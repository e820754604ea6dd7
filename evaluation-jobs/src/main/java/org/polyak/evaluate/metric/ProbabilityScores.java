package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.List;

/**
 * How well probabilities say what is so.
 *
 * @param negativeLogLikelihood mean of {@code -ln p(true class)} in nats, p clamped to at least
 *     {@link MetricsAccumulator#SMALLEST_PROBABILITY}
 * @param brierScore mean over examples of the squared distance between the probabilities and the
 *     one-hot truth, summed over classes, in [0, 2] (G. W. Brier, Verification of forecasts
 *     expressed in terms of probability, 1950)
 * @param expectedCalibrationError mean over examples of |accuracy - confidence| of the bin they
 *     fall in, in [0, 1] (C. Guo et al., On Calibration of Modern Neural Networks, ICML 2017)
 * @param maximumCalibrationError the largest |accuracy - confidence| of a bin (same source)
 * @param calibration the bins of equal width that these come from, by confidence
 */
public record ProbabilityScores(
    double negativeLogLikelihood,
    double brierScore,
    double expectedCalibrationError,
    double maximumCalibrationError,
    List<CalibrationBin> calibration)
    implements Serializable {

  /** Copies the list. */
  public ProbabilityScores {
    calibration = List.copyOf(calibration);
  }
}
