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
    long[] counts) {

  private static final int BARS = 40;

  /** Measures values. */
  static LayerActivations of(String name, float[] values) {
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
        counts);
  }
}
