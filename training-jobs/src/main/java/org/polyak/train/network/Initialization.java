package org.polyak.train.network;

import java.util.Arrays;
import org.polyak.augment.random.RandomStream;

/**
 * First values of parameters: weights normal with mean 0 and deviation sqrt(2 / fan-in) (He et al.
 * 2015, "Delving Deep into Rectifiers"), biases and shifts 0, scales 1, learned slopes 0.25; under
 * weight normalisation, lengths are those of the weights, so that the filters are the weights.
 */
public final class Initialization {

  /** Keeps these streams apart from those of order and augmentation. */
  private static final long PURPOSE = 0x696e6974L;

  /** Of the same paper, section 2.1. */
  private static final float SLOPE = 0.25f;

  private Initialization() {}

  /** The parameter vector for a seed; each array has a stream of its own. */
  public static float[] he(Network network, long seed) {
    float[] parameters = new float[network.parameterCount()];
    int number = 0;
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      Parameter parameter = slice.parameter();
      int end = slice.offset() + parameter.size();
      switch (parameter.kind()) {
        case WEIGHT -> {
          RandomStream random = RandomStream.of(seed, 0, PURPOSE, number);
          double deviation = StrictMath.sqrt(2.0 / parameter.fanIn());
          for (int i = slice.offset(); i < end; i++) {
            parameters[i] = (float) (random.nextGaussian() * deviation);
          }
        }
        case GAMMA -> Arrays.fill(parameters, slice.offset(), end, 1);
        case BIAS, BETA -> Arrays.fill(parameters, slice.offset(), end, 0);
        case SLOPE -> Arrays.fill(parameters, slice.offset(), end, SLOPE);
        case LENGTH -> fillLengths(network, slice, parameters);
      }
      number++;
    }
    return parameters;
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
