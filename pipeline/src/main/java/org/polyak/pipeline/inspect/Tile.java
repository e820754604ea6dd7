package org.polyak.pipeline.inspect;

import java.io.Serializable;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Resize;

/**
 * A small picture of an image.
 *
 * @param position of the image in its split
 * @param id of the image
 * @param originalWidth columns of the image
 * @param originalHeight rows of the image
 * @param width columns of the picture, at most {@link #SIDE}
 * @param height rows of the picture, at most {@link #SIDE}
 * @param rgb its pixels, {@code [height][width][3]} unsigned bytes
 */
record Tile(
    long position,
    String id,
    int originalWidth,
    int originalHeight,
    int width,
    int height,
    byte[] rgb)
    implements Serializable {

  /** Longest side of a picture in pixels. */
  static final int SIDE = 96;

  /** Shrinks an image that is larger; one that is smaller is enlarged when it is drawn. */
  static Tile of(long position, ImageRecord image, Raster raster) {
    int longest = Math.max(raster.width(), raster.height());
    Raster small = raster;
    if (longest > SIDE) {
      small =
          Resize.scaled(
              raster,
              Math.max(1, raster.width() * SIDE / longest),
              Math.max(1, raster.height() * SIDE / longest));
    }
    return new Tile(
        position,
        image.id(),
        raster.width(),
        raster.height(),
        small.width(),
        small.height(),
        small.rgb());
  }
}
