package org.polyak.pipeline.source;

import org.polyak.pipeline.dataset.RejectionReason;

/**
 * An input as it was read.
 *
 * @param position tells the inputs of a container apart, and is their order in the collection
 * @param listed what the collection says of it
 * @param content its bytes, its pixels, or why it has none
 */
public record RawImage(long position, ListedImage listed, Content content) {

  /** What was found. */
  public sealed interface Content {}

  /** An image file's bytes. */
  public record Encoded(byte[] bytes) implements Content {}

  /**
   * Pixels that came without encoding.
   *
   * @param rgb {@code [height][width][3]} unsigned bytes
   */
  public record Pixels(int width, int height, byte[] rgb) implements Content {}

  /**
   * An input that cannot become an image.
   *
   * @param size its length in bytes
   * @param sha256 of its bytes, lower-case hexadecimal; empty if they were not read
   * @param message what was expected and what was found
   */
  public record Refused(RejectionReason reason, long size, String sha256, String message)
      implements Content {}
}
