package org.polyak.pipeline.dataset;

import java.io.Serializable;

/** The size that all images have, if they have one. */
public final class CommonSize implements Serializable {

  private static final long serialVersionUID = 1L;

  private boolean seen;
  private int width;
  private int height;

  /** Takes an image's size into account; 0 and 0 stand for images that differ. */
  public void add(int imageWidth, int imageHeight) {
    if (!seen) {
      seen = true;
      width = imageWidth;
      height = imageHeight;
    } else if (width != imageWidth || height != imageHeight) {
      width = 0;
      height = 0;
    }
  }

  /** Takes the images of another one into account. */
  public void add(CommonSize other) {
    if (other.seen) {
      add(other.width, other.height);
    }
  }

  /** Columns of every image; 0 if images differ. */
  public int width() {
    return width;
  }

  /** Rows of every image; 0 if images differ. */
  public int height() {
    return height;
  }
}
