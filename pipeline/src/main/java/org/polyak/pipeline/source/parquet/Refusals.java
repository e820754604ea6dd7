package org.polyak.pipeline.source.parquet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.source.RawImage.Refused;

/** Makes refusals of images whose bytes were read. */
final class Refusals {

  private Refusals() {}

  static Refused of(RejectionReason reason, byte[] bytes, String message) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Refused(reason, bytes.length, HexFormat.of().formatHex(digest), message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The refusal of a row without an image. */
  static Refused empty(String column) {
    return new Refused(RejectionReason.EMPTY, 0, "", "no bytes in the column " + column);
  }
}
