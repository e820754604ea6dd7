package org.polyak.train.averaging.mode;

import java.util.List;

/**
 * Elastic averaging, synchronous (EASGD: Zhang, Choromanska and LeCun 2015, "Deep learning with
 * elastic averaging SGD", equations 5 and 6): replicas keep their own parameters x_r, and a centre
 * z is what is evaluated. After a round, with a_r = beta * n_r / sum n,
 *
 * <pre>
 * x_r &lt;- x_r - a_r * (x_r - z)
 * z   &lt;- z + sum a_r * (x_r - z)
 * </pre>
 *
 * <p>With equal numbers of examples n_r that is the paper's rule with alpha = beta / W. What the
 * centre gains the replicas lose, so the sum of all does not change. With momentum in the inner
 * steps it is EAMSGD.
 */
public final class ElasticAveraging {

  private ElasticAveraging() {}

  /**
   * The exchange of one vector.
   *
   * @param beta strength of the centre's move, above 0 to 1
   * @param centre z; changed
   * @param replicas x_r in replica order; changed
   * @param examples n_r; a replica with 0 is left alone
   */
  public static void exchange(
      double beta, float[] centre, List<float[]> replicas, long[] examples) {
    double total = 0;
    for (long n : examples) {
      total += n;
    }
    double[] weight = new double[examples.length];
    for (int r = 0; r < weight.length; r++) {
      weight[r] = beta * examples[r] / total;
    }
    for (int i = 0; i < centre.length; i++) {
      double z = centre[i];
      double sum = 0;
      for (int r = 0; r < weight.length; r++) {
        float[] x = replicas.get(r);
        double force = weight[r] * (x[i] - z);
        sum += force;
        x[i] = (float) (x[i] - force);
      }
      centre[i] = (float) (z + sum);
    }
  }
}
