package org.polyak.pipeline.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.natives.NativeLibraries;

/** The native library for JPEG (libjpeg-turbo) and WebP (libwebp), and its pictures. */
final class Leptonica {

  /** Pixels that are brought over at once: 64 kB, which stay in the processor's cache. */
  private static final int STRIP = 16_384;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Leptonica() {}

  /** Loads the library, once for the process. */
  static void load() {
    NativeLibraries.prepare();
    try {
      Loader.load(leptonica.class);
      leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw PolyakException.internal(
          e,
          "decoding of images needs the native library leptonica, which comes for linux-x86_64;"
              + " this platform is %s: %s",
          Loader.getPlatform(),
          e.getMessage());
    }
  }

  /** Copies the pixels out of a picture of 8 (grey) or 32 (RGB, RGBA) bits a pixel. */
  static Raster raster(PIX pix, Background background) {
    int width = leptonica.pixGetWidth(pix);
    int height = leptonica.pixGetHeight(pix);
    int wordsPerLine = leptonica.pixGetWpl(pix);
    boolean grey = leptonica.pixGetDepth(pix) == 8;
    boolean alpha = leptonica.pixGetSpp(pix) == 4;
    IntPointer data = leptonica.pixGetData(pix);
    byte[] rgb = new byte[3 * width * height];
    int linesPerStrip = Math.max(1, Math.min(height, STRIP / wordsPerLine));
    int[] words = new int[linesPerStrip * wordsPerLine];
    for (int y = 0; y < height; y += linesPerStrip) {
      int lines = Math.min(linesPerStrip, height - y);
      data.position((long) y * wordsPerLine).get(words, 0, lines * wordsPerLine);
      int at = 3 * y * width;
      if (grey) {
        for (int line = 0; line < lines; line++) {
          grey(words, line * wordsPerLine, width, rgb, at + 3 * line * width);
        }
      } else if (alpha) {
        for (int i = 0; i < lines * width; i++) {
          int word = words[i];
          background.put(
              rgb, at + 3 * i, word >>> 24, word >> 16 & 255, word >> 8 & 255, word & 255);
        }
      } else {
        colour(words, lines * width, rgb, at);
      }
    }
    return new Raster(width, height, rgb);
  }

  /** Copies the points of a grid out of a picture of 8 (grey) or 32 (RGB) bits a pixel. */
  static Raster points(PIX pix, Grid grid) {
    int width = leptonica.pixGetWidth(pix);
    int height = leptonica.pixGetHeight(pix);
    int wordsPerLine = leptonica.pixGetWpl(pix);
    boolean grey = leptonica.pixGetDepth(pix) == 8;
    IntPointer data = leptonica.pixGetData(pix);
    int columns = grid.points(width);
    int rows = grid.points(height);
    byte[] rgb = new byte[3 * columns * rows];
    int[] words = new int[wordsPerLine];
    int out = 0;
    for (int row = 0; row < rows; row++) {
      int y = grid.first(height) + row * grid.step();
      data.position((long) y * wordsPerLine).get(words, 0, wordsPerLine);
      int x = grid.first(width);
      for (int column = 0; column < columns; column++, x += grid.step(), out += 3) {
        int word = grey ? greyWord(words, x) : words[x];
        rgb[out] = (byte) (word >>> 24);
        rgb[out + 1] = (byte) (word >>> 16);
        rgb[out + 2] = (byte) (word >>> 8);
      }
    }
    return new Raster(columns, rows, rgb);
  }

  /** A grey pixel as a word of colour. */
  private static int greyWord(int[] words, int x) {
    return ((words[x >> 2] >>> (24 - 8 * (x & 3))) & 255) * 0x01010100;
  }

  /** Bytes stand in words from the highest to the lowest. */
  private static void grey(int[] words, int from, int width, byte[] rgb, int at) {
    for (int x = 0, out = at; x < width; x++, out += 3) {
      byte value = (byte) (words[from + (x >> 2)] >>> (24 - 8 * (x & 3)));
      rgb[out] = value;
      rgb[out + 1] = value;
      rgb[out + 2] = value;
    }
  }

  /** Words of red, green, blue and nothing, from the highest byte; four of them make three. */
  private static void colour(int[] words, int count, byte[] rgb, int at) {
    int out = at;
    int i = 0;
    for (; i + 4 <= count; i += 4, out += 12) {
      int second = words[i + 1];
      int third = words[i + 2];
      INT.set(rgb, out, (words[i] & 0xFFFFFF00) | second >>> 24);
      INT.set(rgb, out + 4, (second << 8 & 0xFFFF0000) | third >>> 16);
      INT.set(rgb, out + 8, (third << 16 & 0xFF000000) | words[i + 3] >>> 8);
    }
    for (; i < count; i++, out += 3) {
      rgb[out] = (byte) (words[i] >>> 24);
      rgb[out + 1] = (byte) (words[i] >>> 16);
      rgb[out + 2] = (byte) (words[i] >>> 8);
    }
  }
}
