package org.polyak.augment.image;

import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;

/**
 * How pixels become a network's input: {@code (byte / 255 - mean) / deviation}, by channel or by
 * position, and, if there is a matrix, the product of it and the result. What is subtracted and
 * divided by comes from the training images, see {@link NormalizationMode}, and holds for all
 * others too.
 *
 * @param mean what is subtracted, on the scale 0 to 1: of red, green, blue, or of each position of
 *     an image of the network's size, {@code [height][width][3]} flattened
 * @param deviation what is divided by, as many as means, on the scale 0 to 1, above 0; 1 to
 *     subtract only
 * @param matrix where the matrix is; null if there is none
 */
public record Normalization(List<Double> mean, List<Double> deviation, MatrixSource matrix)
    implements Serializable {

  private static final double FULL = 255;

  /** Checks the figures. */
  public Normalization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    boolean valid =
        !mean.isEmpty()
            && mean.size() % Image.CHANNELS == 0
            && deviation.size() == mean.size()
            && mean.stream().allMatch(m -> m >= 0 && m <= 1)
            && deviation.stream().allMatch(d -> d > 0 && d <= 1);
    if (!valid) {
      throw PolyakException.data(
          "Cannot normalise by mean %s and deviation %s: expected a mean from 0 to 1 and a deviation"
              + " above 0, up to 1, for each channel or for each position",
          shown(mean), shown(deviation));
    }
  }

  /** Without a matrix. */
  public Normalization(List<Double> mean, List<Double> deviation) {
    this(mean, deviation, null);
  }

  /** The same with a matrix. */
  public Normalization with(MatrixSource source) {
    return new Normalization(mean, deviation, source);
  }

  /** By channel mean and channel deviation of a data set's training images. */
  public static Normalization of(Statistics statistics) {
    return NormalizationMode.CHANNEL_MEAN_DEVIATION.of(statistics);
  }

  /** Whether each position has figures of its own, and not only each channel. */
  public boolean isByPosition() {
    return mean.size() > Image.CHANNELS;
  }

  /** The mean of each channel on the scale of bytes, as exactly as a float can hold it. */
  public float[] meanByte() {
    double[] sums = new double[Image.CHANNELS];
    for (int i = 0; i < mean.size(); i++) {
      sums[i % Image.CHANNELS] += mean.get(i);
    }
    double positions = mean.size() / (double) Image.CHANNELS;
    float[] values = new float[Image.CHANNELS];
    for (int c = 0; c < values.length; c++) {
      // Of three means each is the only one of its channel, and divided by 1.
      values[c] = (float) (sums[c] / positions * FULL);
    }
    return values;
  }

  /** What is subtracted from each value on the scale of bytes, by channel or by position. */
  float[] offsets() {
    float[] values = new float[mean.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean.get(i) * FULL);
    }
    return values;
  }

  /** What the difference is multiplied by, by channel or by position. */
  float[] scales() {
    float[] values = new float[deviation.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1 / (deviation.get(i) * FULL));
    }
    return values;
  }

  /** The figures of a message: those of positions would fill pages. */
  private static String shown(List<Double> figures) {
    return figures.size() <= 2 * Image.CHANNELS
        ? figures.toString()
        : figures.size() + " figures from " + figures.subList(0, Image.CHANNELS);
  }
}
