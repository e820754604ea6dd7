package org.polyak.evaluate.combine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.metric.ProbabilityAccumulator;

/**
 * Makes one prediction of those of several models.
 *
 * @param rule how
 * @param columns indices of the models' probabilities in a {@link
 *     org.polyak.evaluate.predict.Prediction}
 * @param weights by half of the images, see {@link Halves}, then by column: not negative, with sum
 *     1; all equal if nothing was fitted
 */
public record Combination(Rule rule, List<Integer> columns, List<List<Double>> weights)
    implements Serializable {

  /** What the mean counts for beside one vote. */
  private static final double TIE = 1e-6;

  /** Copies the lists. */
  public Combination {
    columns = List.copyOf(columns);
    weights = weights.stream().map(List::copyOf).toList();
    for (List<Double> half : weights) {
      if (half.size() != columns.size()) {
        throw new IllegalArgumentException(
            half.size() + " weights for " + columns.size() + " columns");
      }
    }
    weights = List.copyOf(weights);
  }

  /** All columns count the same. */
  public static Combination equal(Rule rule, List<Integer> columns) {
    List<Double> same = columns.stream().map(c -> 1.0 / columns.size()).toList();
    return new Combination(rule, columns, List.of(same, same));
  }

  /**
   * The probabilities of an image.
   *
   * @param all {@code [column][class]}
   * @param half of the images that this one is in, see {@link Halves}
   */
  public double[] probabilities(float[][] all, int half) {
    List<Double> weight = weights.get(half);
    return switch (rule) {
      case MEAN_PROBABILITIES -> mean(all, weight);
      case MEAN_LOGITS -> meanLogits(all, weight);
      case MAJORITY_VOTE -> vote(all, weight);
    };
  }

  private double[] mean(float[][] all, List<Double> weight) {
    double[] mean = new double[all[0].length];
    for (int i = 0; i < columns.size(); i++) {
      double w = weight.get(i);
      float[] own = all[columns.get(i)];
      for (int c = 0; c < mean.length; c++) {
        mean[c] += w * own[c];
      }
    }
    return mean;
  }

  private double[] meanLogits(float[][] all, List<Double> weight) {
    double[] logits = new double[all[0].length];
    for (int i = 0; i < columns.size(); i++) {
      double w = weight.get(i);
      float[] own = all[columns.get(i)];
      for (int c = 0; c < logits.length; c++) {
        // Below the smallest float a logit is not known any more.
        logits[c] += w * StrictMath.log(Math.max(own[c], Float.MIN_VALUE));
      }
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    for (int c = 0; c < logits.length; c++) {
      logits[c] = StrictMath.exp(logits[c] - largest);
    }
    return normalised(logits);
  }

  private double[] vote(float[][] all, List<Double> weight) {
    double[] votes = mean(all, weight);
    for (int c = 0; c < votes.length; c++) {
      votes[c] *= TIE;
    }
    for (int i = 0; i < columns.size(); i++) {
      votes[argMax(all[columns.get(i)])] += weight.get(i);
    }
    return normalised(votes);
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      if (values[c] > values[best]) {
        best = c;
      }
    }
    return best;
  }

  private static double[] normalised(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int c = 0; c < values.length; c++) {
      values[c] /= sum;
    }
    return values;
  }

  /**
   * Probabilities sharpened or flattened by a temperature (C. Guo et al., On Calibration of Modern
   * Neural Networks, ICML 2017): the softmax of {@code ln(p) / T}.
   *
   * @param inverse 1 / T, positive
   */
  public static double[] tempered(double[] probabilities, double inverse) {
    double[] result = new double[probabilities.length];
    double largest = logarithm(probabilities[ProbabilityAccumulator.predicted(probabilities)]);
    for (int c = 0; c < result.length; c++) {
      result[c] = StrictMath.exp(inverse * (logarithm(probabilities[c]) - largest));
    }
    return normalised(result);
  }

  /** Clamped as the likelihood is. */
  static double logarithm(double probability) {
    return StrictMath.log(Math.max(probability, MetricsAccumulator.SMALLEST_PROBABILITY));
  }
}
