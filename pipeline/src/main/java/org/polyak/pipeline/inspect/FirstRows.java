package org.polyak.pipeline.inspect;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The positions of the first rows of each class. What is kept does not depend on the order in which
 * rows and tasks are added.
 */
final class FirstRows implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[][] positions;

  /**
   * @param classes number of classes
   * @param count how many rows of each class are kept
   */
  FirstRows(int classes, int count) {
    this.positions = new long[classes][count];
    for (long[] row : positions) {
      Arrays.fill(row, Long.MAX_VALUE);
    }
  }

  /** Takes a row if fewer than the count precede it. */
  void add(int label, long position) {
    long[] kept = positions[label];
    int at = kept.length - 1;
    if (position >= kept[at]) {
      return;
    }
    while (at > 0 && kept[at - 1] > position) {
      kept[at] = kept[at - 1];
      at--;
    }
    kept[at] = position;
  }

  /** Takes what another task found. */
  void add(FirstRows other) {
    for (int label = 0; label < positions.length; label++) {
      for (long position : other.positions[label]) {
        if (position < Long.MAX_VALUE) {
          add(label, position);
        }
      }
    }
  }

  /** All positions kept, rising. */
  long[] sorted() {
    return Arrays.stream(positions)
        .flatMapToLong(LongStream::of)
        .filter(position -> position < Long.MAX_VALUE)
        .sorted()
        .toArray();
  }
}
