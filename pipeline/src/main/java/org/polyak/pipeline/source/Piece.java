package org.polyak.pipeline.source;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** What one task reads from start to end. */
public interface Piece extends Serializable {

  /** Enough to outweigh the start of a task, few enough to spread over a cluster. */
  long TARGET_BYTES = 32L << 20;

  /** Bytes to be read. */
  long bytes();

  /** Opens it; the reader is closed at the end of the task, however it ends. */
  RawImages open(Configuration hadoop) throws IOException;

  /** A piece whose inputs can be read one by one, in any order, at the same cost. */
  interface Loose extends Piece {

    /**
     * One of its inputs as a piece.
     *
     * @param position as {@link RawImage#position()} has it, in this piece and in that
     */
    Piece at(long position);
  }
}
