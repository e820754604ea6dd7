package org.polyak.pipeline.source;

import java.io.Closeable;
import java.io.IOException;
import org.polyak.pipeline.error.PolyakException;

/** The inputs in a piece, one after the other, holding one at a time. */
public interface RawImages extends Closeable {

  /**
   * The next one, or null at the end.
   *
   * @throws PolyakException if the container is damaged so that what follows cannot be read
   * @throws IOException if the storage fails
   */
  RawImage next() throws IOException;
}
