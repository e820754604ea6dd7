package org.polyak.pipeline.ingest;

import org.polyak.pipeline.error.PolyakException;

/**
 * How many training images are set aside for validation.
 *
 * @param images a number of images, or -1 if a fraction is given
 * @param fraction of the training images, from 0 to below 1
 * @param isDefault whether the user said nothing
 */
record ValidationShare(long images, double fraction, boolean isDefault) {

  /** As He et al. (2015) did with CIFAR-10's 50,000 training images. */
  private static final long DEFAULT = 5000;

  /** The default is at most one part in so many. */
  private static final long LEAST_RATIO = 10;

  private static final String EXPECTED =
      "expected a number of images such as 5000, or a fraction below 1 such as 0.1, found \"%s\"";

  /**
   * Reads an option's or a recipe's value.
   *
   * @param text null for the default
   * @throws IllegalArgumentException saying what was expected
   */
  static ValidationShare parse(String text) {
    if (text == null) {
      return new ValidationShare(DEFAULT, 0, true);
    }
    try {
      if (!text.contains(".")) {
        long images = Long.parseLong(text);
        if (images >= 0) {
          return new ValidationShare(images, 0, false);
        }
      } else {
        double fraction = Double.parseDouble(text);
        if (fraction >= 0 && fraction < 1) {
          return new ValidationShare(-1, fraction, false);
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED.formatted(text), e);
    }
    throw new IllegalArgumentException(EXPECTED.formatted(text));
  }

  /** As it is given; {@code default} if the user said nothing. */
  String text() {
    if (isDefault) {
      return "default";
    }
    return images >= 0 ? Long.toString(images) : Double.toString(fraction);
  }

  /**
   * The number of images.
   *
   * @param training how many there are to take them from
   * @param hasValidation whether the collection has a validation split of its own; then by default
   *     none are set aside
   * @throws PolyakException if that leaves none to train on
   */
  long of(long training, boolean hasValidation) {
    if (isDefault) {
      return hasValidation ? 0 : Math.min(images, training / LEAST_RATIO);
    }
    long count = images >= 0 ? images : (long) Math.floor(fraction * training);
    if (count > 0 && count >= training) {
      throw PolyakException.usage(
          "--validation %d: leaves no image to train on (there are %,d)", count, training);
    }
    return count;
  }
}
