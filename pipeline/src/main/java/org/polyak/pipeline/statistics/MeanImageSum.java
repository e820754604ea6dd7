package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.util.Arrays;
import org.polyak.pipeline.image.Raster;

/**
 * The sum of images of one small size, position by position. It is given up as soon as two images
 * differ in size, or one is too large for tasks to send home.
 */
final class MeanImageSum implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A task sends 8 bytes a value. */
  private static final int MAX_PIXELS = 128 * 128;

  private boolean given = true;
  private long images;
  private int width;
  private int height;
  private long[] sum = new long[0];

  /**
   * Adds an image.
   *
   * @param grid its pixels; fewer than all of them end the sum
   */
  void add(int imageWidth, int imageHeight, Raster grid) {
    if (grid.width() != imageWidth || grid.height() != imageHeight) {
      giveUp();
    } else if (given && fits(imageWidth, imageHeight)) {
      images++;
      byte[] rgb = grid.rgb();
      for (int i = 0; i < rgb.length; i++) {
        sum[i] += rgb[i] & 0xff;
      }
    }
  }

  /** Adds what another task summed. */
  void add(MeanImageSum other) {
    if (!other.given) {
      giveUp();
    } else if (given && other.images > 0 && fits(other.width, other.height)) {
      images += other.images;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.sum[i];
      }
    }
  }

  /** Columns; 0 if there is no mean image. */
  int width() {
    return width;
  }

  /** Rows; 0 if there is no mean image. */
  int height() {
    return height;
  }

  /** The mean image, 0 to 1, as {@code [row][column][channel]}; empty if there is none. */
  double[] mean() {
    return Arrays.stream(sum).mapToDouble(s -> s / (images * 255.0)).toArray();
  }

  private boolean fits(int imageWidth, int imageHeight) {
    if (images == 0 && (long) imageWidth * imageHeight <= MAX_PIXELS) {
      width = imageWidth;
      height = imageHeight;
      sum = new long[3 * imageWidth * imageHeight];
    }
    if (width != imageWidth || height != imageHeight) {
      giveUp();
    }
    return given;
  }

  private void giveUp() {
    given = false;
    images = 0;
    width = 0;
    height = 0;
    sum = new long[0];
  }
}
