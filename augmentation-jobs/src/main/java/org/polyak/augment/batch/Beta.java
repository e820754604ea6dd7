package org.polyak.augment.batch;

import org.polyak.augment.random.RandomStream;

/**
 * Draws from Beta(alpha, alpha): {@code x / (x + y)} of two draws from the gamma distribution, by
 * Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000. Its
 * functions are those of {@link StrictMath}, equal on every machine.
 */
final class Beta {

  private Beta() {}

  static double draw(RandomStream random, double alpha) {
    double x = gamma(random, alpha);
    double y = gamma(random, alpha);
    // Both are 0 only where the least alpha is passed.
    return x / (x + y);
  }

  private static double gamma(RandomStream random, double shape) {
    if (shape < 1) {
      double power = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
      return gamma(random, shape + 1) * power;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = 1 + c * z;
      if (v > 0) {
        v = v * v * v;
        double bound = 0.5 * z * z + d - d * v + d * StrictMath.log(v);
        if (StrictMath.log(1 - random.nextDouble()) < bound) {
          return d * v;
        }
      }
    }
  }
}
