package org.polyak.pipeline.sample;

import java.util.SplittableRandom;

/**
 * Draws from the random stream of one picture. Built on {@link SplittableRandom#nextLong} alone,
 * because how bounded and floating-point draws are made of it differs between Java versions.
 */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A number in [from, to). */
  double uniform(double from, double to) {
    return from + (to - from) * ((random.nextLong() >>> 11) * 0x1p-53);
  }

  /** A whole number in [0, bound). */
  int below(int bound) {
    return (int) uniform(0, bound);
  }

  /** True with the given probability. */
  boolean chance(double probability) {
    return uniform(0, 1) < probability;
  }

  /** Near a normal deviate: the sum of four uniform ones, scaled to deviation 1. */
  double bell() {
    double sum = uniform(-1, 1) + uniform(-1, 1) + uniform(-1, 1) + uniform(-1, 1);
    return sum * 0.8660254037844386; // sqrt(3) / 2: a uniform one has variance 1/3
  }
}
