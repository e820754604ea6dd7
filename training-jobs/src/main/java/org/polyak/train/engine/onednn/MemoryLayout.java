package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers in one stretch of memory. A plan's memory is one allocation because a large one
 * goes back to the system when it is freed, while the many parts would stay in the heap of the
 * thread that made them; and it is reused within a pass because gradients and the activations of
 * testing are short-lived.
 */
final class MemoryLayout {

  /** A page: what oneDNN itself aligns its allocations to. */
  private static final long ALIGNMENT = 4096;

  private MemoryLayout() {}

  /**
   * Places the largest first, each at the lowest place that is free for its time.
   *
   * @return bytes that are needed
   */
  static long place(List<Buffer> buffers) {
    List<Buffer> placed = new ArrayList<>();
    long end = 0;
    List<Buffer> bySize =
        buffers.stream().sorted(Comparator.comparingLong(Buffer::bytes).reversed()).toList();
    for (Buffer buffer : bySize) {
      buffer.place(free(buffer, placed));
      placed.add(buffer);
      end = Math.max(end, aligned(buffer.end()));
    }
    return end;
  }

  private static long free(Buffer buffer, List<Buffer> placed) {
    List<Buffer> obstacles =
        placed.stream()
            .filter(buffer::meets)
            .sorted(Comparator.comparingLong(Buffer::offset))
            .toList();
    long at = 0;
    for (Buffer obstacle : obstacles) {
      if (at + buffer.bytes() <= obstacle.offset()) {
        return at;
      }
      at = Math.max(at, aligned(obstacle.end()));
    }
    return at;
  }

  private static long aligned(long at) {
    return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
