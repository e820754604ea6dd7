package org.polyak.augment.image;

import java.io.Serializable;

/** Where a task gets a matrix that is too large to be sent with it. */
@FunctionalInterface
public interface MatrixSource extends Serializable {

  /** The matrix; the same one at every call. */
  PixelMatrix matrix();
}
