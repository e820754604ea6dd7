package org.polyak.pipeline.image;

/**
 * The pixels of an image.
 *
 * @param width pixels a row, at least 1
 * @param height rows, at least 1
 * @param rgb {@code [height][width][3]} unsigned bytes: red, green, blue from 0 to 255, coded as
 *     sRGB unless the image was of another colour space and was not converted; not copied, so who
 *     makes a raster must leave the array alone
 */
public record Raster(int width, int height, byte[] rgb) {

  /** Checks that the array has the length of the shape. */
  public Raster {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a raster of %d x %d pixels with %d bytes".formatted(width, height, rgb.length));
    }
  }

  /**
   * The raster itself if it is small, else the finest regular grid of its pixels that has no more
   * points than are allowed.
   */
  public Raster grid(Sampling sampling) {
    return Grid.of(width, height, sampling).of(this);
  }
}
