package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.polyak.pipeline.digest.Sha256;

/**
 * An image's id as 128 bits of its SHA-256, which two ids of a collection do not share.
 *
 * @param order the first 8 bytes, an unsigned number that the order of a split follows
 * @param draw the next 8 bytes, an unsigned number that is independent of the order
 */
record ImageKey(long order, long draw) implements Serializable {

  /** The key of an id. */
  static ImageKey of(String id) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.start().digest(id.getBytes(StandardCharsets.UTF_8)));
    return new ImageKey(digest.getLong(), digest.getLong());
  }
}
