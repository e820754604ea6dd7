package org.polyak.train.optimizer;

/** Norms in double precision, always summed in the same order. */
final class Norms {

  private Norms() {}

  /** Sum of squares; eight partial sums, since one would wait for itself. */
  static double squared(float[] values, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i < to - 7; i += 8) {
      s0 += (double) values[i] * values[i];
      s1 += (double) values[i + 1] * values[i + 1];
      s2 += (double) values[i + 2] * values[i + 2];
      s3 += (double) values[i + 3] * values[i + 3];
      s4 += (double) values[i + 4] * values[i + 4];
      s5 += (double) values[i + 5] * values[i + 5];
      s6 += (double) values[i + 6] * values[i + 6];
      s7 += (double) values[i + 7] * values[i + 7];
    }
    for (; i < to; i++) {
      s0 += (double) values[i] * values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** Euclidean norm. */
  static double norm(float[] values, int from, int to) {
    return StrictMath.sqrt(squared(values, from, to));
  }
}
