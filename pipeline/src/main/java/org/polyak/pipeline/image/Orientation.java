package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which way up a camera was held: tag 274 of TIFF 6.0 and Exif 2.3, from 1 to 8. */
final class Orientation {

  private static final int TAG = 274;
  private static final int UPRIGHT = 1;

  private Orientation() {}

  /**
   * The orientation in a block of Exif data; 1 where there is none or the block cannot be read, for
   * damaged metadata is no reason to lose a picture.
   *
   * @param at where the TIFF header of the block starts, or the word Exif and two bytes before it
   * @param length of the block
   */
  static int ofExif(byte[] bytes, int at, int length) {
    int skip = ImageFormat.starts(bytes, at, "Exif\0") ? 6 : 0;
    if (length < skip + 8) {
      return UPRIGHT;
    }
    ByteBuffer tiff = ByteBuffer.wrap(bytes, at + skip, length - skip).slice();
    if (tiff.get(0) == 'I') {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    }
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries && directory + 14 + 12L * i <= tiff.limit(); i++) {
      int entry = (int) directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
        return valid(
            tiff.getShort(entry + 2) == 4 ? tiff.getInt(entry + 8) : tiff.getShort(entry + 8));
      }
    }
    return UPRIGHT;
  }

  /** The value itself if it is one of the eight, else 1. */
  static int valid(int value) {
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  /** Whether the upright picture is as wide as the stored one is high. */
  static boolean swapsSides(int orientation) {
    return orientation >= 5;
  }

  /** Turns and mirrors the pixels so that they are upright. */
  static Raster upright(Raster stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean swapped = swapsSides(orientation);
    int w = stored.width();
    int h = stored.height();
    int width = swapped ? h : w;
    int height = swapped ? w : h;
    // Where the upright picture's first pixel is stored, in which steps its rows and columns.
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int first = 3 * ((fromBottom ? (h - 1) * w : 0) + (fromRight ? w - 1 : 0));
    int alongRow = 3 * (fromRight ? -1 : 1);
    int alongColumn = 3 * (fromBottom ? -w : w);
    int stepX = swapped ? alongColumn : alongRow;
    int stepY = swapped ? alongRow : alongColumn;
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int out = 0;
    for (int y = 0; y < height; y++) {
      int in = first + y * stepY;
      for (int x = 0; x < width; x++, in += stepX, out += 3) {
        to[out] = from[in];
        to[out + 1] = from[in + 1];
        to[out + 2] = from[in + 2];
      }
    }
    return new Raster(width, height, to);
  }
}
