package org.polyak.train.network;

import java.util.Arrays;
import org.polyak.augment.random.RandomStream;

/**
 * First values of parameters. Weights follow a rule; biases and shifts are 0, scales 1, learned
 * slopes 0.25 (He et al. 2015, "Delving deep into rectifiers", section 2.1); under weight
 * normalisation, lengths are those of the weights, so that the filters are the weights.
 */
public final class Initialization {

  /** Keeps these streams apart from those of order and augmentation. */
  private static final long PURPOSE = 0x696e6974L;

  private static final float SLOPE = 0.25f;

  private Initialization() {}

  /** How an array of weights is filled. */
  @FunctionalInterface
  public interface WeightRule {

    /**
     * Fills the weights.
     *
     * @param weights where they lie
     * @param vector the parameter vector
     * @param random the stream of this array alone
     */
    void fill(Network.ParameterSlice weights, float[] vector, RandomStream random);
  }

  /**
   * The parameter vector for a seed, with weights normal with mean 0 and deviation sqrt(2 / fan-in)
   * (He et al. 2015).
   */
  public static float[] he(Network network, long seed) {
    return of(
        network,
        seed,
        (weights, vector, random) ->
            normal(weights, vector, random, StrictMath.sqrt(2.0 / weights.parameter().fanIn())));
  }

  /** The parameter vector for a seed; each array of weights has a stream of its own. */
  public static float[] of(Network network, long seed, WeightRule rule) {
    float[] parameters = new float[network.parameterCount()];
    int number = 0;
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      int end = slice.offset() + slice.parameter().size();
      switch (slice.parameter().kind()) {
        case WEIGHT -> rule.fill(slice, parameters, RandomStream.of(seed, 0, PURPOSE, number));
        case GAMMA -> Arrays.fill(parameters, slice.offset(), end, 1);
        case BIAS, BETA -> Arrays.fill(parameters, slice.offset(), end, 0);
        case SLOPE -> Arrays.fill(parameters, slice.offset(), end, SLOPE);
        case LENGTH -> fillLengths(network, slice, parameters);
      }
      number++;
    }
    return parameters;
  }

  /** Fills weights with normal values of mean 0. */
  public static void normal(
      Network.ParameterSlice weights, float[] vector, RandomStream random, double deviation) {
    int end = weights.offset() + weights.parameter().size();
    for (int i = weights.offset(); i < end; i++) {
      vector[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  /** The lengths of a node's weight vectors, one an output; its weights come before. */
  private static void fillLengths(
      Network network, Network.ParameterSlice lengths, float[] parameters) {
    Network.ParameterSlice weights =
        network.parameterSlices().stream()
            .filter(s -> s.node().equals(lengths.node()))
            .filter(s -> s.parameter().kind() == Parameter.Kind.WEIGHT)
            .findFirst()
            .orElseThrow();
    int outputs = lengths.parameter().size();
    double[] squares = new double[outputs];
    for (int i = 0; i < weights.parameter().size(); i++) {
      double weight = parameters[weights.offset() + i];
      squares[i % outputs] += weight * weight;
    }
    for (int output = 0; output < outputs; output++) {
      parameters[lengths.offset() + output] = (float) StrictMath.sqrt(squares[output]);
    }
  }
}
