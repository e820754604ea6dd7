package org.polyak.pipeline.ingest;

import java.security.MessageDigest;
import org.polyak.pipeline.digest.Sha256;

/** The digests of rows and images. */
final class Digests {

  private Digests() {}

  static MessageDigest sha256() {
    return Sha256.start();
  }

  /** The digest in lower-case hexadecimal digits. */
  static String sha256Hex(byte[] bytes) {
    return Sha256.hex(bytes);
  }
}
