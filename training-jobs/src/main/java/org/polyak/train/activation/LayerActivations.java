package org.polyak.train.activation;

/**
 * The values of a layer's output on some inputs.
 *
 * @param name of the layer
 * @param values how many there are
 * @param mean their mean
 * @param deviation their standard deviation
 * @param least the smallest
 * @param greatest the largest
 * @param zeros part of them that is 0
 * @param dead part of the units, or channels, that are 0 at every position of every input, as those
 *     of a ReLU that no input reaches any more
 * @param counts how many lie in each of as many equal parts of {@code least} to {@code greatest}
 */
public record LayerActivations(
    String name,
    long values,
    double mean,
    double deviation,
    double least,
    double greatest,
    double zeros,
    double dead,
    long[] counts) {

  private static final int BARS = 40;

  /**
   * Measures values.
   *
   * @param units of an input or a position; value i is one of unit i modulo this
   */
  static LayerActivations of(String name, float[] values, int units) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    long zeros = 0;
    for (float value : values) {
      sum += value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      zeros += value == 0 ? 1 : 0;
    }
    double mean = sum / values.length;
    double squares = 0;
    long[] counts = new long[BARS];
    double width = (greatest - least) / BARS;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
      counts[width == 0 ? BARS / 2 : Math.min(BARS - 1, (int) ((value - least) / width))]++;
    }
    return new LayerActivations(
        name,
        values.length,
        mean,
        Math.sqrt(squares / values.length),
        least,
        greatest,
        (double) zeros / values.length,
        dead(values, units),
        counts);
  }

  private static double dead(float[] values, int units) {
    boolean[] active = new boolean[units];
    for (int i = 0; i < values.length; i++) {
      active[i % units] |= values[i] != 0;
    }
    int dead = 0;
    for (boolean unit : active) {
      dead += unit ? 0 : 1;
    }
    return (double) dead / units;
  }
}
