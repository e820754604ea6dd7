package org.polyak.augment.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where the crops of a {@link CropSet} lie. */
public enum CropKind {
  /** In the middle. */
  CENTRE,
  /** In the four corners and in the middle (Krizhevsky et al. 2012, section 4.1). */
  TEN_CROP,
  /**
   * As {@link #TEN_CROP}, at five scales: short sides of 224, 256, 384, 480 and 640 pixels for
   * crops of 224 (He et al. 2015, section 3.4), in proportion for others.
   */
  MULTI_SCALE,
  /** No crop: the whole scaled image, for networks that take any size (He et al. 2015). */
  WHOLE,
  /** As {@link #WHOLE}, at the five scales of {@link #MULTI_SCALE}. */
  WHOLE_MULTI_SCALE;

  /** As a recipe calls it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(CropKind::key).toList();
  }

  boolean hasCorners() {
    return this == TEN_CROP || this == MULTI_SCALE;
  }

  boolean isWhole() {
    return this == WHOLE || this == WHOLE_MULTI_SCALE;
  }

  boolean hasFiveScales() {
    return this == MULTI_SCALE || this == WHOLE_MULTI_SCALE;
  }

  /** Whether the name alone means mirror images too. */
  boolean isFlipped() {
    return hasCorners() || this == WHOLE_MULTI_SCALE;
  }
}
