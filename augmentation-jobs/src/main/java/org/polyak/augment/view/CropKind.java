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
  WHOLE;

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
}
