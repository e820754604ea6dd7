package org.polyak.augment.view;

import java.io.Serializable;
import org.polyak.augment.image.Image;

/**
 * One view of an image: a window of it, after it was scaled.
 *
 * @param scaledHeight rows of the whole scaled image
 * @param scaledWidth its columns
 * @param top first row of the window in the scaled image
 * @param left first column of the window
 * @param height rows of the window
 * @param width its columns
 * @param mirrored whether the window is then mirrored, left to right
 */
public record View(
    int scaledHeight, int scaledWidth, int top, int left, int height, int width, boolean mirrored)
    implements Serializable {

  /** Values of the view: height x width x 3. */
  public int size() {
    return height * width * Image.CHANNELS;
  }

  boolean hasScaleOf(View other) {
    return scaledHeight == other.scaledHeight && scaledWidth == other.scaledWidth;
  }

  /** Whether it is the whole of an image of this size, as it is. */
  boolean isAll(int rows, int columns) {
    return !mirrored
        && scaledHeight == rows
        && scaledWidth == columns
        && height == rows
        && width == columns;
  }

  View mirror() {
    return new View(scaledHeight, scaledWidth, top, left, height, width, true);
  }
}
