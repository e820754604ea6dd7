package org.polyak.train.averaging;

import java.util.List;
import org.polyak.train.network.Network;

/**
 * Pools the statistics of batch normalisation as those of one population (law of total variance):
 * the mean is the weighted mean, the variance the weighted mean of variances plus that of the
 * squared distances of the means from the pooled mean; likewise for covariances. Sums are taken in
 * double precision in the order of the members.
 */
public final class PooledStatistics {

  private PooledStatistics() {}

  /**
   * The pooled statistics.
   *
   * @param network whose layout they have
   * @param members statistics, in replica order
   * @param weights of the members, as many; those of weight 0 do not count
   */
  public static float[] of(Network network, List<float[]> members, double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    float[] pooled = mean(members, weights, total);
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      for (int c = 0; c < slice.channels(); c++) {
        int group = slice.groupSize();
        for (int k = 0; k < group; k++) {
          int m = slice.offset() + c;
          int n = slice.offset() + c / group * group + k;
          int v = slice.varianceOffset() + c * group + k;
          double sum = 0;
          for (int r = 0; r < weights.length; r++) {
            if (weights[r] > 0) {
              float[] member = members.get(r);
              double product = ((double) member[m] - pooled[m]) * ((double) member[n] - pooled[n]);
              sum += weights[r] * (member[v] + product);
            }
          }
          pooled[v] = (float) (sum / total);
        }
      }
    }
    return pooled;
  }

  private static float[] mean(List<float[]> members, double[] weights, double total) {
    double[] sum = new double[members.get(0).length];
    for (int r = 0; r < weights.length; r++) {
      float[] member = members.get(r);
      for (int i = 0; weights[r] > 0 && i < sum.length; i++) {
        sum[i] += weights[r] * member[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / total);
    }
    return mean;
  }
}
