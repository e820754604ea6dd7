package org.polyak.train.network;

import java.util.Arrays;
import org.polyak.augment.random.RandomStream;

/**
 * First values of parameters: weights normal with mean 0 and deviation sqrt(2 / fan-in) (He et al.
 * 2015, "Delving Deep into Rectifiers"), biases and shifts 0, scales 1.
 */
public final class Initialization {

  /** Keeps these streams apart from those of order and augmentation. */
  private static final long PURPOSE = 0x696e6974L;

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
      }
      number++;
    }
    return parameters;
  }
}
