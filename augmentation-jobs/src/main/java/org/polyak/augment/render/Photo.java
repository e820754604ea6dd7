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
}
