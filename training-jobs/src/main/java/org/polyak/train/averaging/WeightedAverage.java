package org.polyak.train.averaging;

import java.util.List;
import org.polyak.train.network.Network;

/**
 * Averages replicas, weighted by the examples that each has seen: w = sum n_r w_r / sum n_r. Sums
 * are taken in double precision in the order of the replicas, so the result does not depend on who
 * finished first, and the average of one replica is that replica to the bit: a product of a float
 * and a count below 2^29 is exact, and so is its quotient.
 *
 * <p>Batch-norm statistics are pooled as those of one population (law of total variance): the mean
 * is the weighted mean, the variance the weighted mean of variances plus that of the squared
 * distances of the means from the pooled mean; likewise for covariances.
 */
public final class WeightedAverage {

  private WeightedAverage() {}

  /** A state and its weight. */
  public record Member(ReplicaState state, long examples) {}

  /**
   * The average.
   *
   * @param network whose layout the statistics have
   * @param members in replica order; those without examples do not count
   * @throws IllegalArgumentException if no member has examples
   */
  public static ReplicaState of(Network network, List<Member> members) {
    List<Member> counted = members.stream().filter(m -> m.examples() > 0).toList();
    if (counted.isEmpty()) {
      throw new IllegalArgumentException("Cannot average: no replica has seen an example");
    }
    return new ReplicaState(
        mean(counted.stream().map(m -> m.state().parameters()).toList(), counted),
        mean(counted.stream().map(m -> m.state().updater()).toList(), counted),
        pooled(network, counted.stream().map(m -> m.state().statistics()).toList(), counted));
  }

  private static float[] mean(List<float[]> vectors, List<Member> members) {
    int length = vectors.get(0).length;
    double[] sum = new double[length];
    double total = 0;
    for (int r = 0; r < vectors.size(); r++) {
      float[] vector = vectors.get(r);
      double weight = members.get(r).examples();
      total += weight;
      for (int i = 0; i < length; i++) {
        sum[i] += weight * vector[i];
      }
    }
    float[] mean = new float[length];
    for (int i = 0; i < length; i++) {
      mean[i] = (float) (sum[i] / total);
    }
    return mean;
  }

  private static float[] pooled(Network network, List<float[]> statistics, List<Member> members) {
    float[] pooled = mean(statistics, members);
    double total = members.stream().mapToLong(Member::examples).sum();
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      for (int c = 0; c < slice.channels(); c++) {
        int group = slice.groupSize();
        for (int k = 0; k < group; k++) {
          int m = slice.offset() + c;
          int n = slice.offset() + c / group * group + k;
          int v = slice.varianceOffset() + c * group + k;
          double sum = 0;
          for (int r = 0; r < statistics.size(); r++) {
            float[] member = statistics.get(r);
            double product = ((double) member[m] - pooled[m]) * ((double) member[n] - pooled[n]);
            sum += members.get(r).examples() * (member[v] + product);
          }
          pooled[v] = (float) (sum / total);
        }
      }
    }
    return pooled;
  }
}
