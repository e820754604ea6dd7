package org.polyak.pipeline.source.parquet;

import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.digest.Sha256;
import org.polyak.pipeline.source.RawImage.Refused;

/** Makes refusals of images whose bytes were read. */
final class Refusals {

  private Refusals() {}

  static Refused of(RejectionReason reason, byte[] bytes, String message) {
    return new Refused(reason, bytes.length, Sha256.hex(bytes), message);
  }

  /** The refusal of a row without an image. */
  static Refused empty(String column) {
    return new Refused(RejectionReason.EMPTY, 0, "", "no bytes in the column " + column);
  }
}
