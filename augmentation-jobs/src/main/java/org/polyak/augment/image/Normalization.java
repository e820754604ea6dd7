package org.polyak.augment.image;

import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;

/**
 * How pixels become a network's input: {@code (byte / 255 - mean) / deviation} in each channel.
 * Mean and deviation come from the training images and hold for all others too.
 *
 * @param mean of red, green, blue, on the scale 0 to 1
 * @param deviation of red, green, blue, on the scale 0 to 1, above 0; 1 to subtract the mean only
 */
public record Normalization(List<Double> mean, List<Double> deviation) implements Serializable {

  private static final double FULL = 255;

  /** Checks the figures. */
  public Normalization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    boolean valid =
        mean.size() == Image.CHANNELS
            && deviation.size() == Image.CHANNELS
            && mean.stream().allMatch(m -> m >= 0 && m <= 1)
            && deviation.stream().allMatch(d -> d > 0 && d <= 1);
    if (!valid) {
      throw PolyakException.data(
          "Cannot normalise by mean %s and deviation %s: expected three means from 0 to 1 and three"
              + " deviations above 0, up to 1",
          mean, deviation);
    }
  }

  /** By channel mean and channel deviation of a data set's training images. */
  public static Normalization of(Statistics statistics) {
    return new Normalization(statistics.mean(), statistics.deviation());
  }

  /** The mean of each channel on the scale of bytes, as exactly as a float can hold it. */
  float[] meanByte() {
    float[] values = new float[Image.CHANNELS];
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (mean.get(c) * FULL);
    }
    return values;
  }

  /** What a difference from the mean on the scale of bytes is multiplied by, in each channel. */
  float[] scale() {
    float[] values = new float[Image.CHANNELS];
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (1 / (deviation.get(c) * FULL));
    }
    return values;
  }
}
