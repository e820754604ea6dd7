package org.polyak.pipeline.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The parts of a data set. */
public enum Split {
  /** What the network learns from; the only part that statistics come from. */
  TRAIN,
  /** What choices are made by. */
  VALIDATION,
  /** What the result is judged by, once. */
  TEST;

  /** As it stands in paths, options and reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The keys of all splits. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Split::key).toList();
  }

  /**
   * The split of that key.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Split of(String key) {
    for (Split split : values()) {
      if (split.key().equals(key)) {
        return split;
      }
    }
    throw new IllegalArgumentException("Unknown split " + key + " (known: " + keys() + ")");
  }
}
