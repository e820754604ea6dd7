package org.polyak.train.reduction;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of one of the vectors.
 *
 * @param vector which vector
 * @param offset index of its first number
 * @param length how many
 */
record Chunk(int vector, int offset, int length) {

  /** Cuts vectors into parts of {@code size} numbers, the last one of each smaller. */
  static List<Chunk> cut(float[][] vectors, int size) {
    List<Chunk> chunks = new ArrayList<>();
    for (int v = 0; v < vectors.length; v++) {
      for (int offset = 0; offset < vectors[v].length; offset += size) {
        chunks.add(new Chunk(v, offset, Math.min(size, vectors[v].length - offset)));
      }
    }
    return chunks;
  }
}
