package org.polyak.pipeline.source;

import org.polyak.pipeline.dataset.RejectionReason;

/** The length beyond which an input is refused unread. */
public final class Oversize {

  /**
   * Bytes of the longest input that is taken into memory, 256 MiB: far more than an image of a
   * training collection has, and little enough that every task of an executor can hold one.
   */
  public static final int MAX_BYTES = 256 << 20;

  private Oversize() {}

  /** The refusal of an input of that many bytes, or null if it can be read. */
  public static RawImage.Refused refusal(long size) {
    return size <= MAX_BYTES
        ? null
        : new RawImage.Refused(
            RejectionReason.TOO_LARGE,
            size,
            "",
            "%d bytes (expected at most %d)".formatted(size, MAX_BYTES));
  }
}
