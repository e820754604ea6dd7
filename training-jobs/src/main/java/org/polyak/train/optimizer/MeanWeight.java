package org.polyak.train.optimizer;

/**
 * The sum of the weights in an exponential mean that started at zero: c &lt;- beta c + (1 - beta),
 * which is 1 - beta^t after t steps with one beta. A mean divided by it has no bias (Kingma and Ba
 * 2015, section 3). Kept in the state like the mean itself instead of counting steps, it is right
 * whatever becomes of the state: replicas with different numbers of steps are averaged, it is set
 * to zero, beta changes. The two floats that hold it add up to the value, so they too can be
 * averaged.
 */
final class MeanWeight {

  /** Values of state. */
  static final int SCALARS = 2;

  private MeanWeight() {}

  static double get(float[] state, int index) {
    return (double) state[index] + state[index + 1];
  }

  static void step(float[] state, int index, double beta) {
    double weight = beta * get(state, index) + (1 - beta);
    state[index] = (float) weight;
    state[index + 1] = (float) (weight - state[index]);
  }
}
