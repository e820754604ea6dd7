package org.polyak.augment.render;

import org.polyak.pipeline.image.Reduced;

/** An image that is decoded when it is known how small it may be. */
@FunctionalInterface
public interface Photo {

  /**
   * Decodes it.
   *
   * @param reduction 1, 2, 4 or 8: the most pixels along a side that may become one
   */
  Reduced decode(int reduction);

  /**
   * The greatest reduction that leaves every new pixel at least one old one along a side.
   *
   * @param shrinking pixels of the whole image along a side that become one
   */
  static int reduction(double shrinking) {
    int reduction = 1;
    // The least that is left of a block of JPEG is one pixel of its 8x8.
    while (reduction < 8 && 2 * reduction <= shrinking) {
      reduction *= 2;
    }
    return reduction;
  }
}
