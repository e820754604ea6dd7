package org.polyak.augment.image;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polyak.pipeline.dataset.Statistics;

/**
 * Mean and deviation of a network's input over all values of the training images before
 * augmentation. Gradients of the first layer grow with the input, so a learning rate fits only one
 * scale, and inputs of one sign make the gradients of a unit's weights all have one sign.
 *
 * @param mean about 0 if the mean is subtracted
 * @param deviation about 1 if it is divided by the deviation, about 0.25 if photographs are not
 */
public record InputScale(double mean, double deviation) {

  private static final double LEAST = 0.1;
  private static final double GREATEST = 10;

  /** What a normalisation makes of images with these statistics. */
  public static InputScale of(Normalization normalization, Statistics statistics) {
    boolean byPosition = normalization.isByPosition();
    List<Double> means = byPosition ? statistics.meanImage().values() : statistics.mean();
    List<Double> deviations =
        byPosition ? statistics.meanImage().deviations() : statistics.deviation();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < means.size(); i++) {
      double scale = 1 / normalization.deviation().get(i);
      double mean = (means.get(i) - normalization.mean().get(i)) * scale;
      double deviation = deviations.get(i) * scale;
      sum += mean;
      squares += mean * mean + deviation * deviation;
    }
    double mean = sum / means.size();
    return new InputScale(mean, Math.sqrt(Math.max(0, squares / means.size() - mean * mean)));
  }

  /**
   * What to tell the user if the deviation is not within 0.1 to 10, or if the mean is more than a
   * deviation away from 0, so that nearly all inputs have one sign.
   */
  public Optional<String> warning() {
    if (deviation >= LEAST && deviation <= GREATEST) {
      return Math.abs(mean) <= deviation ? Optional.empty() : Optional.of(offCentre());
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the network's input has mean %.3g and deviation %.3g, far from 1; learning rates that"
                + " are known to work will not fit: look at the images, or choose another"
                + " training.normalization",
            mean,
            deviation));
  }

  private String offCentre() {
    return String.format(
        Locale.ROOT,
        "the network's input has mean %.3g and deviation %.3g: far from 0, gradients of a unit's"
            + " weights have all one sign, and training is slow; choose a training.normalization"
            + " that subtracts the mean, such as channel-mean",
        mean,
        deviation);
  }
}
