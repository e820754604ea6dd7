package org.polyak.train.gradient;

import org.polyak.augment.random.RandomStream;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.Parameter;

/**
 * Random parameters, images and targets for a check, single-precision values in double precision,
 * so that any engine takes the same.
 *
 * @param size images n
 * @param parameters of the network: weights as He's initialisation draws them, the rest around its
 *     first value, so that no derivative is 0 by symmetry
 * @param images {@code [n][height][width][channels]}, normal
 * @param targets {@code [n][classes]}, shared between two classes
 * @param key of what layers draw
 */
public record CheckedBatch(
    int size, double[] parameters, double[] images, double[] targets, RandomKey key) {

  private static final long PURPOSE = 0x636865636bL;

  /** A batch for a seed. */
  public static CheckedBatch random(Network network, int size, long seed) {
    double[] parameters = widen(Initialization.he(network, seed));
    RandomStream random = RandomStream.of(seed, 0, PURPOSE, 0);
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      if (slice.parameter().kind() != Parameter.Kind.WEIGHT) {
        for (int i = slice.offset(); i < slice.offset() + slice.parameter().size(); i++) {
          parameters[i] = (float) (parameters[i] + 0.2 * random.nextGaussian());
        }
      }
    }
    double[] images = new double[size * network.input().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int classes = network.classes();
    double[] targets = new double[size * classes];
    for (int i = 0; i < size; i++) {
      double share = 0.25 * random.nextInt(5);
      targets[i * classes + random.nextInt(classes)] += share;
      targets[i * classes + random.nextInt(classes)] += 1 - share;
    }
    return new CheckedBatch(size, parameters, images, targets, new RandomKey(seed, 0, PURPOSE));
  }

  /** The parameters in single precision. */
  public float[] singleParameters() {
    return narrow(parameters);
  }

  /** The batch in single precision. */
  public Batch single() {
    return new Batch(size, narrow(images), narrow(targets), key);
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
