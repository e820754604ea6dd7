package org.polyak.train.optimizer;

/**
 * A part of the parameter vector that is treated alike.
 *
 * @param from first index
 * @param to index after the last
 * @param weights whether these are weights, not biases, scales or shifts
 * @param outputs of weights, the last extent of their array: index i belongs to output (i - from) %
 *     outputs
 * @param rate factor of the learning rate
 * @param decay factor of weight decay, L1 and L2
 */
public record ParameterRange(
    int from, int to, boolean weights, int outputs, double rate, double decay) {

  /** All of a vector, treated as weights of one output. */
  public static ParameterRange all(int length) {
    return new ParameterRange(0, length, true, 1, 1, 1);
  }

  boolean isAlike(ParameterRange other) {
    return rate == other.rate && decay == other.decay;
  }

  /** This and the one that follows it. */
  ParameterRange joined(ParameterRange next) {
    return new ParameterRange(from, next.to, weights && next.weights, 1, rate, decay);
  }
}
