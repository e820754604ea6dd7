package org.polyak.pipeline.ingest;

import java.util.Comparator;
import java.util.HexFormat;

/**
 * The order of the images in a split: by the first 16 bytes of the SHA-256 of the id, as an
 * unsigned number. It depends on nothing but the ids and looks like chance, so that every
 * contiguous slice of a split is a random sample of it: training replicas can read slices, which
 * are cheap to read, and none gets one batch file's or one class's images only.
 */
final class HashOrder {

  /** The order of keys. */
  static final Comparator<ImageKey> ORDER =
      (a, b) -> {
        int first = Long.compareUnsigned(a.order(), b.order());
        return first != 0 ? first : Long.compareUnsigned(a.draw(), b.draw());
      };

  private HashOrder() {}

  /** The key as 32 lower-case hexadecimal digits, whose order as text is that of the number. */
  static String text(ImageKey key) {
    return HexFormat.of().toHexDigits(key.order()) + HexFormat.of().toHexDigits(key.draw());
  }

  /** The file, from 0, that holds a key if equal ranges of keys go to {@code files} files. */
  static int file(ImageKey key, int files) {
    return (int) (((key.order() >>> 32) * files) >>> 32);
  }
}
