package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polyak.pipeline.error.PolyakException;

/**
 * Gathers predictions one by one, in parts that can be merged. However the examples are split into
 * parts and in whatever order they come, the result has the same bits: everything that is kept is a
 * whole number, see {@link FixedPointSum}. Not safe for use by several threads.
 */
public final class MetricsAccumulator implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The least probability that the likelihood believes; its logarithm is -34.5. */
  public static final double SMALLEST_PROBABILITY = 1e-15;

  /** Calibration bins, as in Guo et al. 2017. */
  public static final int BINS = 15;

  /** How far the sum of the probabilities may be from 1: floats added over many classes. */
  private static final double SUM_TOLERANCE = 1e-3;

  private final int classes;
  private final long[] ranks;
  private final long[][] confusion;
  private final long[] binExamples = new long[BINS];
  private final long[] binCorrect = new long[BINS];
  private final FixedPointSum[] binConfidence = new FixedPointSum[BINS];
  private final FixedPointSum logLikelihood = new FixedPointSum();
  private final FixedPointSum brier = new FixedPointSum();
  private long examples;

  /**
   * Nothing seen yet.
   *
   * @param classes number of classes, at least 1
   */
  public MetricsAccumulator(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", expected at least 1");
    }
    this.classes = classes;
    this.ranks = new long[classes];
    this.confusion = new long[classes][classes];
    Arrays.setAll(binConfidence, bin -> new FixedPointSum());
  }

  /**
   * Adds an example.
   *
   * @param probabilities {@code [class]}, in [0, 1] with sum 1
   * @param label the true class
   * @throws PolyakException if these are no probabilities or the label is out of range
   */
  public void add(float[] probabilities, int label) {
    double[] widened = new double[probabilities.length];
    Arrays.setAll(widened, c -> probabilities[c]);
    add(widened, label);
  }

  /**
   * Adds an example.
   *
   * @param probabilities {@code [class]}, in [0, 1] with sum 1 up to 0.001
   * @param label the true class
   * @throws PolyakException if these are no probabilities or the label is out of range
   */
  public void add(double[] probabilities, int label) {
    check(probabilities, label);
    int predicted = 0;
    int rank = 0;
    double squares = 0;
    for (int c = 0; c < classes; c++) {
      double p = probabilities[c];
      if (p > probabilities[predicted]) {
        predicted = c;
      }
      if (p > probabilities[label] || (p == probabilities[label] && c < label)) {
        rank++;
      }
      double distance = c == label ? p - 1 : p;
      squares += distance * distance;
    }
    examples++;
    ranks[rank]++;
    confusion[label][predicted]++;
    brier.add(squares);
    // StrictMath: Math.log may differ in the last bit between interpreter and compiler.
    logLikelihood.add(-StrictMath.log(Math.max(probabilities[label], SMALLEST_PROBABILITY)));
    calibrate(probabilities[predicted], predicted == label);
  }

  private void calibrate(double confidence, boolean correct) {
    int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
    binExamples[bin]++;
    binCorrect[bin] += correct ? 1 : 0;
    binConfidence[bin].add(confidence);
  }

  private void check(double[] probabilities, int label) {
    if (probabilities.length != classes) {
      throw PolyakException.data(
          "Prediction with %d probabilities, expected %d", probabilities.length, classes);
    }
    if (label < 0 || label >= classes) {
      throw PolyakException.data("Label %d, expected 0 to %d", label, classes - 1);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      // Also false for NaN.
      if (!(probabilities[c] >= 0 && probabilities[c] <= 1 + SUM_TOLERANCE)) {
        throw PolyakException.data(
            "Probability of class %d is %s, expected 0 to 1", c, probabilities[c]);
      }
      sum += probabilities[c];
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw PolyakException.data("Probabilities with sum %s, expected 1", sum);
    }
  }

  /**
   * Takes in what another one has seen.
   *
   * @return this
   */
  public MetricsAccumulator merge(MetricsAccumulator other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "Cannot merge " + other.classes + " classes into " + classes);
    }
    examples += other.examples;
    for (int c = 0; c < classes; c++) {
      ranks[c] += other.ranks[c];
      for (int d = 0; d < classes; d++) {
        confusion[c][d] += other.confusion[c][d];
      }
    }
    for (int bin = 0; bin < BINS; bin++) {
      binExamples[bin] += other.binExamples[bin];
      binCorrect[bin] += other.binCorrect[bin];
      binConfidence[bin].add(other.binConfidence[bin]);
    }
    logLikelihood.add(other.logLikelihood);
    brier.add(other.brier);
    return this;
  }

  /** Examples seen so far. */
  public long examples() {
    return examples;
  }

  /**
   * What was seen, as numbers that no longer change.
   *
   * @throws PolyakException if nothing was seen
   */
  public ClassificationMetrics metrics() {
    if (examples == 0) {
      throw PolyakException.data("No predictions to judge: the split is empty");
    }
    List<CalibrationBin> calibration = calibration();
    double error = 0;
    for (CalibrationBin bin : calibration) {
      if (bin.examples() > 0) {
        error += Math.abs(bin.accuracy() - bin.confidence()) * bin.examples() / examples;
      }
    }
    return new ClassificationMetrics(
        examples,
        Arrays.stream(ranks).boxed().toList(),
        logLikelihood.mean(examples),
        brier.mean(examples),
        error,
        calibration,
        new ConfusionMatrix(confusion));
  }

  private List<CalibrationBin> calibration() {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      bins.add(
          new CalibrationBin(
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              binExamples[bin],
              binCorrect[bin],
              binExamples[bin] == 0 ? Double.NaN : binConfidence[bin].mean(binExamples[bin])));
    }
    return bins;
  }
}
