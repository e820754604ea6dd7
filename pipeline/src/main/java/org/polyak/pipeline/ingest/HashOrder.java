package org.polyak.pipeline.ingest;

import java.nio.charset.StandardCharsets;

/**
 * The order of the images in a split: by the first 8 bytes of the SHA-256 of the id, as an unsigned
 * number, then by id. It depends on nothing but the ids and looks like chance, so that every
 * contiguous slice of a split is a random sample of it: training replicas can read slices, which
 * are cheap to read, and none gets one batch file's or one class's images only.
 */
final class HashOrder {

  private static final int KEY_DIGITS = 16;

  private HashOrder() {}

  /** The key as 16 lower-case hexadecimal digits, whose order as text is that of the number. */
  static String key(String id) {
    return Digests.sha256Hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, KEY_DIGITS);
  }

  /** The file, from 0, that holds a key if equal ranges of keys go to {@code files} files. */
  static int file(String key, int files) {
    long upperHalf = Long.parseLong(key.substring(0, KEY_DIGITS / 2), 16);
    return (int) ((upperHalf * files) >>> 32);
  }
}
