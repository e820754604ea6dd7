package org.polyak.augment.geometry;

/** What lies around an image. */
public enum Border {
  /**
   * The training images' mean, whatever becomes of colours: exactly 0 after normalisation by
   * channel.
   */
  MEAN,
  /** The nearest pixel of the edge. */
  REPLICATE,
  /** The image mirrored at its edge, the edge's pixel repeated: {@code cba|abc|cba}. */
  REFLECT;

  /**
   * The pixel that stands at an index along a side.
   *
   * @param index any
   * @param size pixels of the side
   * @return 0 to {@code size - 1}; -1 for none
   */
  public int index(int index, int size) {
    if (index >= 0 && index < size) {
      return index;
    }
    return switch (this) {
      case MEAN -> -1;
      case REPLICATE -> index < 0 ? 0 : size - 1;
      case REFLECT -> {
        int folded = Math.floorMod(index, 2 * size);
        yield folded < size ? folded : 2 * size - 1 - folded;
      }
    };
  }
}
