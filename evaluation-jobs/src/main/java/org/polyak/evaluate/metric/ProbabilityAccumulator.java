package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers how well probabilities say what is so: likelihood, Brier score and calibration, in parts
 * that merge to the same bits in any order, see {@link FixedPointSum}.
 */
public final class ProbabilityAccumulator implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int bins;
  private final long[] binExamples;
  private final long[] binCorrect;
  private final FixedPointSum[] binConfidence;
  private final FixedPointSum logLikelihood = new FixedPointSum();
  private final FixedPointSum brier = new FixedPointSum();
  private long examples;

  /**
   * Nothing seen yet.
   *
   * @param bins of confidence, of equal width over [0, 1], at least 1
   */
  public ProbabilityAccumulator(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins is " + bins + ", expected at least 1");
    }
    this.bins = bins;
    this.binExamples = new long[bins];
    this.binCorrect = new long[bins];
    this.binConfidence = new FixedPointSum[bins];
    Arrays.setAll(binConfidence, bin -> new FixedPointSum());
  }

  /** Minus the logarithm of a probability, clamped to the least one that is believed. */
  public static double loss(double probability) {
    // StrictMath: Math.log may differ in the last bit between interpreter and compiler.
    return -StrictMath.log(Math.max(probability, MetricsAccumulator.SMALLEST_PROBABILITY));
  }

  /** The squared distance from the one-hot truth, summed over classes. */
  public static double brier(double[] probabilities, int label) {
    double squares = 0;
    for (int c = 0; c < probabilities.length; c++) {
      double distance = c == label ? probabilities[c] - 1 : probabilities[c];
      squares += distance * distance;
    }
    return squares;
  }

  /** The most probable class; of equal ones the first. */
  public static int predicted(double[] probabilities) {
    int predicted = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[predicted]) {
        predicted = c;
      }
    }
    return predicted;
  }

  /**
   * Adds an example.
   *
   * @param probabilities {@code [class]}, in [0, 1] with sum 1
   * @param label the true class
   */
  public void add(double[] probabilities, int label) {
    int predicted = predicted(probabilities);
    double confidence = probabilities[predicted];
    examples++;
    brier.add(brier(probabilities, label));
    logLikelihood.add(loss(probabilities[label]));
    int bin = Math.min(bins - 1, Math.max(0, (int) Math.ceil(confidence * bins) - 1));
    binExamples[bin]++;
    binCorrect[bin] += predicted == label ? 1 : 0;
    binConfidence[bin].add(confidence);
  }

  /** Takes in what another one of as many bins has seen. */
  public void merge(ProbabilityAccumulator other) {
    if (other.bins != bins) {
      throw new IllegalArgumentException("Cannot merge " + other.bins + " bins into " + bins);
    }
    examples += other.examples;
    for (int bin = 0; bin < bins; bin++) {
      binExamples[bin] += other.binExamples[bin];
      binCorrect[bin] += other.binCorrect[bin];
      binConfidence[bin].add(other.binConfidence[bin]);
    }
    logLikelihood.add(other.logLikelihood);
    brier.add(other.brier);
  }

  /** Examples seen so far. */
  public long examples() {
    return examples;
  }

  /** What was seen; there must have been something. */
  public ProbabilityScores scores() {
    List<CalibrationBin> calibration = new ArrayList<>();
    double expected = 0;
    double largest = 0;
    for (int bin = 0; bin < bins; bin++) {
      CalibrationBin one =
          new CalibrationBin(
              (double) bin / bins,
              (bin + 1.0) / bins,
              binExamples[bin],
              binCorrect[bin],
              binExamples[bin] == 0 ? Double.NaN : binConfidence[bin].mean(binExamples[bin]));
      calibration.add(one);
      if (one.examples() > 0) {
        double gap = Math.abs(one.accuracy() - one.confidence());
        expected += gap * one.examples() / examples;
        largest = Math.max(largest, gap);
      }
    }
    return new ProbabilityScores(
        logLikelihood.mean(examples), brier.mean(examples), expected, largest, calibration);
  }
}
