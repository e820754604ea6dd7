package org.polyak.pipeline.image;

/**
 * Composites colours with alpha on a colour that is opaque: {@code (alpha * colour + (255 - alpha)
 * * background) / 255}, rounded to the nearest whole number.
 */
final class Background {

  private final int red;
  private final int green;
  private final int blue;

  /**
   * @param colour {@code 0xRRGGBB}
   */
  Background(int colour) {
    this.red = colour >> 16 & 255;
    this.green = colour >> 8 & 255;
    this.blue = colour & 255;
  }

  /** Writes one pixel, of samples and alpha from 0 to 255, at a place in bytes. */
  void put(byte[] rgb, int at, int r, int g, int b, int alpha) {
    if (alpha == 255) {
      rgb[at] = (byte) r;
      rgb[at + 1] = (byte) g;
      rgb[at + 2] = (byte) b;
    } else {
      rgb[at] = (byte) blend(r, red, alpha);
      rgb[at + 1] = (byte) blend(g, green, alpha);
      rgb[at + 2] = (byte) blend(b, blue, alpha);
    }
  }

  /** An array of the background alone. */
  byte[] fill(int pixels) {
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return rgb;
  }

  private static int blend(int over, int under, int alpha) {
    return (over * alpha + under * (255 - alpha) + 127) / 255;
  }
}
