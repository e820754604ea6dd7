package org.polyak.train.reduction;

/** The weighted sum of one part of one vector. Members are added in the order of the replicas. */
final class WeightedSum {

  private final Wire wire;
  private final double[] sum;
  private double total;

  WeightedSum(Wire wire, int length) {
    this.wire = wire;
    this.sum = new double[length];
  }

  void add(long weight, byte[] encoded, int scale) {
    total += weight;
    wire.addTo(sum, weight, encoded, scale);
  }

  /** The mean of what travelled: of numbers, or of differences. */
  float[] mean() {
    if (total == 0) {
      throw new IllegalArgumentException("Cannot average: no replica has seen an example");
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / total);
    }
    return mean;
  }

  /** Makes numbers of mean differences, in place. */
  static void addBase(float[] differences, int offset, int length, float[] base) {
    for (int i = offset; i < offset + length; i++) {
      differences[i] += base[i];
    }
  }
}
