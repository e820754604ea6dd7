package org.polyak.train.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How finely a schedule follows progress. */
public enum Granularity {
  /** Examples seen, divided by those of an epoch. */
  EXAMPLE,
  /** Steps taken, divided by those of an epoch: a last, smaller batch counts like the others. */
  STEP,
  /** Epochs completed: the value changes between epochs only. */
  EPOCH;

  /** The name in a recipe. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Granularity::key).toList();
  }

  /** The granularity of a name. */
  public static Granularity ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
