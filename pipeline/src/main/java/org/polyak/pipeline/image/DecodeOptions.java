package org.polyak.pipeline.image;

import java.io.Serializable;

/**
 * What an {@link ImageDecoder} accepts and makes of it. The limits are checked against the header,
 * before memory for pixels is taken.
 *
 * @param maxBytes bytes of a file
 * @param maxPixels width times height, at most 500,000,000
 * @param maxSide pixels of width or height
 * @param background what shows through transparent pixels, {@code 0xRRGGBB}
 * @param applyIcc whether an RGB image with an RGB profile is converted to sRGB; otherwise profiles
 *     are ignored, as training pipelines commonly do
 */
public record DecodeOptions(
    int maxBytes, long maxPixels, int maxSide, int background, boolean applyIcc)
    implements Serializable {

  /** What fits the three bytes a pixel of an array, and the four of the native library. */
  private static final long MOST_PIXELS = 500_000_000;

  /** Checks the ranges. */
  public DecodeOptions {
    if (maxBytes < 1 || maxPixels < 1 || maxPixels > MOST_PIXELS || maxSide < 1) {
      throw new IllegalArgumentException(
          "limits of %d bytes, %d pixels (of at most %d), %d pixels a side"
              .formatted(maxBytes, maxPixels, MOST_PIXELS, maxSide));
    }
    if ((background & 0xFF000000) != 0) {
      throw new IllegalArgumentException("a background of %08x".formatted(background));
    }
  }

  /** 256 MB, 100 million pixels, 65,500 a side (the most that libjpeg takes), on white, no ICC. */
  public static DecodeOptions defaults() {
    return new DecodeOptions(256 << 20, 100_000_000, 65_500, 0xFFFFFF, false);
  }

  /** Accepts or rejects a size that a header gives. */
  void check(ImageFormat format, long width, long height) throws UndecodableException {
    if (width < 1 || height < 1) {
      throw UndecodableException.corrupt(
          format, "at least 1 x 1 pixels expected, the header says %d x %d", width, height);
    }
    if (width > maxSide || height > maxSide) {
      throw UndecodableException.tooLarge(
          format, "at most %,d pixels a side allowed, found %d x %d", maxSide, width, height);
    }
    if (width * height > maxPixels) {
      throw UndecodableException.tooLarge(
          format, "at most %,d pixels allowed, found %d x %d", maxPixels, width, height);
    }
  }
}
