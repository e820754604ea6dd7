package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

  /** Only pairs that occurred: there are as many parts as slices, and classes in square. */
  private final Map<Long, Long> confusion = new HashMap<>();

  private final ProbabilityAccumulator probability;

  /**
   * Nothing seen yet, with the usual number of bins.
   *
   * @param classes number of classes, at least 1
   */
  public MetricsAccumulator(int classes) {
    this(classes, BINS);
  }

  /**
   * Nothing seen yet.
   *
   * @param classes number of classes, at least 1
   * @param bins of confidence, at least 1
   */
  public MetricsAccumulator(int classes, int bins) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", expected at least 1");
    }
    this.classes = classes;
    this.ranks = new long[classes];
    this.probability = new ProbabilityAccumulator(bins);
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
    int rank = 0;
    for (int c = 0; c < classes; c++) {
      double p = probabilities[c];
      if (p > probabilities[label] || (p == probabilities[label] && c < label)) {
        rank++;
      }
    }
    ranks[rank]++;
    long pair = (long) label * classes + ProbabilityAccumulator.predicted(probabilities);
    confusion.merge(pair, 1L, Long::sum);
    probability.add(probabilities, label);
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
    for (int c = 0; c < classes; c++) {
      ranks[c] += other.ranks[c];
    }
    other.confusion.forEach((pair, count) -> confusion.merge(pair, count, Long::sum));
    probability.merge(other.probability);
    return this;
  }

  /** Examples seen so far. */
  public long examples() {
    return probability.examples();
  }

  /**
   * What was seen, as numbers that no longer change.
   *
   * @throws PolyakException if nothing was seen
   */
  public ClassificationMetrics metrics() {
    if (examples() == 0) {
      throw PolyakException.data("No predictions to judge: the split is empty");
    }
    ProbabilityScores scores = probability.scores();
    long[][] counts = new long[classes][classes];
    confusion.forEach(
        (pair, count) -> counts[(int) (pair / classes)][(int) (pair % classes)] = count);
    return new ClassificationMetrics(
        examples(),
        Arrays.stream(ranks).boxed().toList(),
        scores.negativeLogLikelihood(),
        scores.brierScore(),
        scores.expectedCalibrationError(),
        scores.calibration(),
        new ConfusionMatrix(counts));
  }
}
