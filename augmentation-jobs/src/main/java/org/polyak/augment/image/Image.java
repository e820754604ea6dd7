package org.polyak.augment.image;

import org.polyak.pipeline.error.PolyakException;

/**
 * A mutable RGB raster {@code [height][width][3]} of floats on the scale of bytes: 0 is black, 255
 * is full. Floats, so that a transform can write values between two bytes, such as the mean of the
 * training images, and no transform rounds what the one before it computed. Storage only grows: an
 * image that is used again makes no garbage.
 */
public final class Image {

  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  private static final int MOST_PIXELS = 100_000_000;
  private static final float FULL = 255;

  /** The float of every byte: looking it up is faster than converting it. */
  private final float[] floats = new float[256];

  private float[] pixels = new float[0];
  private int height;
  private int width;

  /** Without pixels. */
  public Image() {
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i;
    }
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Number of values: height x width x 3. */
  public int size() {
    return height * width * CHANNELS;
  }

  /**
   * The values, row by row, channel fastest; the array itself, of which the first {@link #size}
   * elements count. It may be another one after {@link #resize}.
   */
  public float[] pixels() {
    return pixels;
  }

  /**
   * Takes another shape; what the values are is then undefined.
   *
   * @throws PolyakException if it is larger than any image that is decoded
   */
  public void resize(int newHeight, int newWidth) {
    if (newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "Invalid image: %d x %d (expected 1 x 1 or more)".formatted(newHeight, newWidth));
    }
    if ((long) newHeight * newWidth > MOST_PIXELS) {
      throw PolyakException.usage(
          "The augmentation policy makes an image of %d x %d pixels (rows x columns), of at most %,d"
              + " pixels: scale it to fewer or cut it before",
          newHeight, newWidth, MOST_PIXELS);
    }
    int size = newHeight * newWidth * CHANNELS;
    if (size > pixels.length) {
      pixels = new float[size];
    }
    height = newHeight;
    width = newWidth;
  }

  /**
   * Takes the shape and the values of a raster of bytes.
   *
   * @param rgb unsigned bytes {@code [height][width][3]}
   */
  public void load(byte[] rgb, int newHeight, int newWidth) {
    resize(newHeight, newWidth);
    int size = size();
    if (rgb.length != size) {
      throw new IllegalArgumentException(
          "Invalid raster: %d bytes (expected %d for %d x %d x 3)"
              .formatted(rgb.length, size, newHeight, newWidth));
    }
    convert(rgb, pixels, floats);
  }

  /**
   * The values rounded to the nearest byte, a half upwards, after clamping to 0 to 255; {@code
   * [height][width][3]}.
   */
  public byte[] bytes() {
    byte[] bytes = new byte[size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) (Math.max(0, Math.min(FULL, pixels[i])) + 0.5f);
    }
    return bytes;
  }

  private static void convert(byte[] rgb, float[] pixels, float[] floats) {
    for (int i = 0; i < rgb.length; i++) {
      pixels[i] = floats[rgb[i] & 0xFF];
    }
  }
}
