package org.polyak.augment.geometry;

/** Rows and columns of an image; mutable, so that following a policy's sizes makes no garbage. */
public final class Extent {

  private int height;
  private int width;

  /** Of an image of {@code height} rows and {@code width} columns. */
  public Extent(int height, int width) {
    set(height, width);
  }

  /** Takes other values. */
  public void set(int newHeight, int newWidth) {
    if (newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "Invalid image: %d x %d (expected 1 x 1 or more)".formatted(newHeight, newWidth));
    }
    height = newHeight;
    width = newWidth;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }
}
