package org.polyak.pipeline.source.tar;

import java.io.Serializable;
import java.util.Map;

/**
 * A place in an archive where reading can begin.
 *
 * @param offset in the archive; a header is there, extension headers of the member included
 * @param globals pax records that earlier headers set for all members that follow
 */
public record TarMark(long offset, Map<String, String> globals) implements Serializable {

  /** The beginning of an archive. */
  static final TarMark START = new TarMark(0, Map.of());

  /** Keeps a map that serialises. */
  public TarMark {
    globals = Map.copyOf(globals);
  }
}
