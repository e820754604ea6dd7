package org.polyak.train.engine.onednn;

/**
 * A stretch of a plan's memory, with the time in a pass, counted in operations, when it holds
 * something. Buffers whose times do not meet may lie at the same place.
 */
final class Buffer {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = Integer.MIN_VALUE;
  private long offset;

  Buffer(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** Where it lies, once placed. */
  long offset() {
    return offset;
  }

  void place(long at) {
    offset = at;
  }

  /** Tells that an operation reads or writes it. */
  void usedAt(int operation) {
    first = Math.min(first, operation);
    last = Math.max(last, operation);
  }

  /** Keeps the contents from pass to pass, for what is written or read outside of operations. */
  void keep() {
    first = Integer.MIN_VALUE;
    last = Integer.MAX_VALUE;
  }

  /** Whether both hold something at the same time. */
  boolean meets(Buffer other) {
    return first <= other.last && other.first <= last;
  }

  /** The first byte behind it. */
  long end() {
    return offset + bytes;
  }
}
