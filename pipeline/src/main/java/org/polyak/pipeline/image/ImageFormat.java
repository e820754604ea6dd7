package org.polyak.pipeline.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The formats of image files that are read. */
public enum ImageFormat {
  /** JPEG, baseline or progressive with Huffman codes and 8 bits a sample. */
  JPEG,
  /** Portable Network Graphics. */
  PNG,
  /** Graphics Interchange Format, its first frame. */
  GIF,
  /** Windows and OS/2 bitmaps. */
  BMP,
  /** Tagged Image File Format 6.0, its first image. */
  TIFF,
  /** WebP, lossy or lossless, its first frame. */
  WEBP;

  /** As it stands in columns and messages, such as {@code jpeg}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format that the first bytes announce; empty where they announce none of these. The content
   * behind them need not be in order.
   */
  public static Optional<ImageFormat> of(byte[] bytes) {
    if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (starts(bytes, 0, "II*\0") || starts(bytes, 0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    return starts(bytes, 0, "BM") && BmpHeader.announcedBy(bytes)
        ? Optional.of(BMP)
        : Optional.empty();
  }

  /** Whether the Latin-1 text stands at the place. */
  static boolean starts(byte[] bytes, int at, String text) {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    if (at < 0 || at > bytes.length - expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
