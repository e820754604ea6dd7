package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.source.Piece;

/**
 * What a task reads: pieces that follow each other, so many that tasks take about equally long.
 *
 * @param parts in the collection's order
 */
record ReadTask(List<Part> parts) implements Serializable {

  /** A piece, and the number of its container. */
  record Part(int container, Piece piece) implements Serializable {}

  /** Keeps a list that serialises. */
  ReadTask {
    parts = List.copyOf(parts);
  }

  /** Divides all pieces into tasks of about {@link Piece#TARGET_BYTES}, by size, not by count. */
  static List<ReadTask> of(Index index) {
    List<ReadTask> tasks = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    long bytes = 0;
    for (int c = 0; c < index.containers().size(); c++) {
      for (Piece piece : index.containers().get(c).pieces()) {
        if (!parts.isEmpty() && bytes + piece.bytes() > Piece.TARGET_BYTES) {
          tasks.add(new ReadTask(parts));
          parts.clear();
          bytes = 0;
        }
        parts.add(new Part(c, piece));
        bytes += piece.bytes();
      }
    }
    if (!parts.isEmpty()) {
      tasks.add(new ReadTask(parts));
    }
    return tasks;
  }
}
