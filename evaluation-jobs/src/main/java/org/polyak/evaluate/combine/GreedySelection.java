package org.polyak.evaluate.combine;

/**
 * Ensemble selection with replacement (R. Caruana, A. Niculescu-Mizil, G. Crew and A. Ksikes,
 * Ensemble Selection from Libraries of Models, ICML 2004): starting from nothing, the model whose
 * addition gives the mean of probabilities the highest likelihood is added, again and again, and
 * may be added again; of all the ensembles on the way the best is taken. Its weights are how often
 * each model was added. Of equally good models the first is added.
 */
public final class GreedySelection {

  private GreedySelection() {}

  /**
   * Selects models.
   *
   * @param likelihoods {@code [example][model]}, what each model gave the true class; at least one
   *     example
   * @param additions how many are added at most
   * @return weights with sum 1, multiples of one over the size of the best ensemble
   */
  public static double[] fit(double[][] likelihoods, int additions) {
    int models = likelihoods[0].length;
    int[] counts = new int[models];
    double[] sum = new double[likelihoods.length];
    double bestLoss = Double.POSITIVE_INFINITY;
    double[] best = new double[models];
    for (int size = 1; size <= additions; size++) {
      int added = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int m = 0; m < models; m++) {
        double loss = loss(likelihoods, sum, m, size);
        if (loss < least) {
          least = loss;
          added = m;
        }
      }
      counts[added]++;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += likelihoods[i][added];
      }
      if (least < bestLoss) {
        bestLoss = least;
        for (int m = 0; m < models; m++) {
          best[m] = (double) counts[m] / size;
        }
      }
    }
    return best;
  }

  private static double loss(double[][] likelihoods, double[] sum, int model, int size) {
    double loss = 0;
    for (int i = 0; i < sum.length; i++) {
      loss -= Combination.logarithm((sum[i] + likelihoods[i][model]) / size);
    }
    return loss / sum.length;
  }
}
