package org.polyak.augment.render;

import org.polyak.augment.image.Image;

/** An image that pixels are taken from: bytes as they were decoded, or floats. */
final class Pixels {

  private static final float[] FLOATS = new float[256];

  static {
    for (int i = 0; i < FLOATS.length; i++) {
      FLOATS[i] = i;
    }
  }

  private byte[] bytes;
  private float[] floats;
  private int height;
  private int width;

  /** Takes bytes {@code [height][width][3]}. */
  void bytes(byte[] rgb, int newHeight, int newWidth) {
    bytes = rgb;
    floats = null;
    height = newHeight;
    width = newWidth;
  }

  /** Takes an image. */
  void image(Image image) {
    bytes = null;
    floats = image.pixels();
    height = image.height();
    width = image.width();
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** The bytes, or null if this is an image of floats. */
  byte[] rgb() {
    return bytes;
  }

  /** Copies columns of a row, three values each. */
  void row(int row, int firstColumn, int columns, float[] to, int at) {
    int from = (row * width + firstColumn) * Image.CHANNELS;
    int values = columns * Image.CHANNELS;
    if (bytes == null) {
      System.arraycopy(floats, from, to, at, values);
    } else {
      for (int i = 0; i < values; i++) {
        to[at + i] = FLOATS[bytes[from + i] & 0xFF];
      }
    }
  }

  /** The floats, or null if this is an image of bytes. */
  float[] floats() {
    return floats;
  }
}
