package org.polyak.pipeline.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.polyak.pipeline.error.PolyakException;

/**
 * Makes images that are larger than training needs smaller, and JPEG of them: baseline, chroma at
 * half resolution both ways, the standard's tables scaled to a quality. The same pixels give the
 * same bytes. May be used by any number of threads.
 */
public final class Reencoder {

  private static final int MOST_SIDE = 65_500;

  private final int shortSide;
  private final int quality;

  /**
   * @param shortSide pixels that the shorter side is shrunk to if it has more
   * @param quality of libjpeg, from 1 to 100
   * @throws PolyakException where there is no native library for the platform
   */
  public Reencoder(int shortSide, int quality) {
    if (shortSide < 1 || quality < 1 || quality > 100) {
      throw new IllegalArgumentException(
          "a short side of %d pixels, quality %d".formatted(shortSide, quality));
    }
    Leptonica.load();
    this.shortSide = shortSide;
    this.quality = quality;
  }

  /**
   * The image as JPEG, shrunk if its shorter side is above the limit; the longer one then is {@code
   * long * shortSide / short}, rounded to the nearest, half up. Never enlarged.
   */
  public byte[] jpeg(Raster image) {
    return encoded(shrunk(image));
  }

  private Raster shrunk(Raster image) {
    int least = Math.min(image.width(), image.height());
    if (least <= shortSide) {
      return image;
    }
    return Resize.scaled(image, side(image.width(), least), side(image.height(), least));
  }

  private int side(int pixels, int least) {
    return (int) ((2L * pixels * shortSide + least) / (2L * least));
  }

  private byte[] encoded(Raster image) {
    if (Math.max(image.width(), image.height()) > MOST_SIDE) {
      throw new IllegalArgumentException(
          "JPEG of %d x %d pixels, at most %d a side are possible"
              .formatted(image.width(), image.height(), MOST_SIDE));
    }
    PIX pix = leptonica.pixCreateNoInit(image.width(), image.height(), 32);
    if (pix == null) {
      throw PolyakException.internal(
          null, "no native memory for %d x %d pixels", image.width(), image.height());
    }
    try (BytePointer data = new BytePointer();
        SizeTPointer size = new SizeTPointer(1)) {
      fill(pix, image);
      int failed = leptonica.pixWriteMemJpeg(data, size, pix, quality, 0);
      try {
        if (failed != 0 || data.isNull()) {
          throw PolyakException.internal(
              null, "libjpeg does not encode %d x %d pixels", image.width(), image.height());
        }
        byte[] jpeg = new byte[Math.toIntExact(size.get())];
        data.get(jpeg);
        return jpeg;
      } finally {
        leptonica.lept_free(data);
      }
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  private static void fill(PIX pix, Raster image) {
    byte[] rgb = image.rgb();
    IntPointer words = leptonica.pixGetData(pix);
    int[] line = new int[image.width()];
    for (int y = 0, in = 0; y < image.height(); y++) {
      for (int x = 0; x < line.length; x++, in += 3) {
        line[x] = rgb[in] << 24 | (rgb[in + 1] & 255) << 16 | (rgb[in + 2] & 255) << 8 | 255;
      }
      words.position((long) y * line.length).put(line, 0, line.length);
    }
  }
}
