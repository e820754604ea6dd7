package org.polyak.augment.colour;

import java.io.Serializable;
import org.polyak.augment.image.Image;

/** Changes every pixel of an image on its own, in place, in a way that no matrix does. */
@FunctionalInterface
public interface Curve extends Serializable {

  /**
   * Changes the pixels.
   *
   * @param image of values from 0 to 255, and afterwards too
   */
  void apply(Image image);
}
