package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * How alike several models judge the same examples, gathered in parts that merge to the same bits
 * in any order.
 */
public final class Agreement implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int models;
  private final long[][] onlyFirst;
  private final long[][] different;
  private final long[] correct;
  private final FixedPointSum[] sum;
  private final FixedPointSum[][] product;
  private long examples;

  /**
   * Nothing seen yet.
   *
   * @param models number of models
   */
  public Agreement(int models) {
    this.models = models;
    this.onlyFirst = new long[models][models];
    this.different = new long[models][models];
    this.correct = new long[models];
    this.sum = new FixedPointSum[models];
    this.product = new FixedPointSum[models][models];
    for (int a = 0; a < models; a++) {
      sum[a] = new FixedPointSum();
      for (int b = 0; b < models; b++) {
        product[a][b] = new FixedPointSum();
      }
    }
  }

  /**
   * Adds an example.
   *
   * @param label the true class
   * @param predicted {@code [model]}, the class each took it for
   * @param probability {@code [model]}, what each gave the true class
   */
  public void add(int label, int[] predicted, double[] probability) {
    examples++;
    for (int a = 0; a < models; a++) {
      correct[a] += predicted[a] == label ? 1 : 0;
      sum[a].add(probability[a]);
      for (int b = 0; b < models; b++) {
        onlyFirst[a][b] += predicted[a] == label && predicted[b] != label ? 1 : 0;
        different[a][b] += predicted[a] != predicted[b] ? 1 : 0;
        product[a][b].add(probability[a] * probability[b]);
      }
    }
  }

  /** Takes in what another one of as many models has seen. */
  public void merge(Agreement other) {
    examples += other.examples;
    for (int a = 0; a < models; a++) {
      correct[a] += other.correct[a];
      sum[a].add(other.sum[a]);
      for (int b = 0; b < models; b++) {
        onlyFirst[a][b] += other.onlyFirst[a][b];
        different[a][b] += other.different[a][b];
        product[a][b].add(other.product[a][b]);
      }
    }
  }

  /** The test of two models' error rates. */
  public McNemarTest mcNemar(int first, int second) {
    return McNemarTest.of(onlyFirst[first][second], onlyFirst[second][first]);
  }

  /** What two models have in common. */
  public PairAgreement pair(int first, int second) {
    double n = examples;
    double disagreement = different[first][second] / n;
    double a = correct[first] / n;
    double b = correct[second] / n;
    double both = (correct[first] - onlyFirst[first][second]) / n;
    return new PairAgreement(
        first,
        second,
        disagreement,
        correlation(both - a * b, a * (1 - a), b * (1 - b)),
        correlation(
            covariance(first, second), covariance(first, first), covariance(second, second)));
  }

  private double covariance(int a, int b) {
    double n = examples;
    return product[a][b].total() / n - sum[a].total() / n * (sum[b].total() / n);
  }

  private static double correlation(double covariance, double first, double second) {
    // Below what the sums resolve there is no variance to speak of.
    return first < 1e-9 || second < 1e-9 ? Double.NaN : covariance / Math.sqrt(first * second);
  }
}
