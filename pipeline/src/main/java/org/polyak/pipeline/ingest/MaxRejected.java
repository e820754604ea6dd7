package org.polyak.pipeline.ingest;

/**
 * How many inputs may end in the quarantine before the data set is refused.
 *
 * @param images a number of inputs, or -1 if a fraction is given
 * @param fraction of all inputs, from 0 to 1
 */
record MaxRejected(long images, double fraction) {

  private static final String EXPECTED =
      "expected a number such as 10, or a fraction such as 0.01, found \"%s\"";

  /**
   * Reads an option's or a recipe's value.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static MaxRejected parse(String text) {
    try {
      if (!text.contains(".")) {
        long images = Long.parseLong(text);
        if (images >= 0) {
          return new MaxRejected(images, 0);
        }
      } else {
        double fraction = Double.parseDouble(text);
        if (fraction >= 0 && fraction <= 1) {
          return new MaxRejected(-1, fraction);
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED.formatted(text), e);
    }
    throw new IllegalArgumentException(EXPECTED.formatted(text));
  }

  /** As it is given. */
  String text() {
    return images >= 0 ? Long.toString(images) : Double.toString(fraction);
  }

  /** Whether so many of so many inputs are allowed. */
  boolean allows(long rejected, long inputs) {
    return images >= 0 ? rejected <= images : rejected <= fraction * inputs;
  }
}
