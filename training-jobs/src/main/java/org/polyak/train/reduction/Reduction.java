package org.polyak.train.reduction;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * Averages vectors of replicas, weighted: m = sum n_r v_r / sum n_r. Sums are taken in double
 * precision in the order of the replicas. Every implementation gives the same bits, whatever the
 * partitions, executors, attempts and the order of arrival; the mean of one replica is that replica
 * to the bit, since a product of a float and a weight below 2^29 is exact, and so is its quotient.
 */
public interface Reduction {

  /**
   * One average.
   *
   * @param contributions one a replica, in any number of partitions
   * @param base what the vectors started from
   * @throws IllegalArgumentException if all weights are 0
   */
  <T extends Serializable> Reduced<T> reduce(
      JavaRDD<Contribution<T>> contributions, float[][] base);
}
