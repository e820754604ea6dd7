package org.polyak.augment.transform;

import org.polyak.augment.random.RandomStream;
import org.polyak.pipeline.config.Section;

/**
 * Numbers that are drawn evenly between two limits.
 *
 * @param min the least
 * @param max the greatest; the same for one that is not random
 */
record Uniform(double min, double max) {

  /** Checks that the limits are in order and lie between others. */
  static void check(String name, double min, double max, double least, double greatest) {
    if (!(least <= min && min <= max && max <= greatest)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s to %s (expected an interval within %s to %s)"
              .formatted(name, min, max, least, greatest));
    }
  }

  /**
   * Reads {@code min} and {@code max}; problems are left in the section.
   *
   * @param standard what holds where nothing is said
   */
  static Uniform read(Section section, Uniform standard, double least, double greatest) {
    return read(section, "min", "max", standard, least, greatest);
  }

  /** Reads two limits under other names; problems are left in the section. */
  static Uniform read(
      Section section,
      String minKey,
      String maxKey,
      Uniform standard,
      double least,
      double greatest) {
    double min = section.decimal(minKey, standard.min, least, greatest);
    double max = section.decimal(maxKey, standard.max, least, greatest);
    if (min > max) {
      boolean given = section.has(minKey);
      section.problem(
          given ? minKey : maxKey,
          given
              ? "%s is above %s, which is %s%s"
                  .formatted(min, maxKey, max, standard(section, maxKey))
              : "%s is below %s, which is %s%s"
                  .formatted(max, minKey, min, standard(section, minKey)));
      return standard;
    }
    return new Uniform(min, max);
  }

  private static String standard(Section section, String key) {
    return section.has(key) ? "" : " if it is not given";
  }

  /** A number from {@code min} on, below {@code max}; always takes the same number of words. */
  static double draw(RandomStream random, double min, double max) {
    return min + random.nextDouble() * (max - min);
  }
}
