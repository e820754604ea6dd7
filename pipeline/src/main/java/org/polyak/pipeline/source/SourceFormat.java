package org.polyak.pipeline.source;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.error.PolyakException;

/** A layout in which collections of images come. */
public interface SourceFormat {

  /** As {@code --format} has it. */
  String name();

  /**
   * Whether the input is certainly of this layout, from names and first bytes, without reading it
   * through. An input that two layouts recognise is ambiguous.
   */
  boolean recognises(Configuration hadoop, SourceOptions options) throws IOException;

  /**
   * Looks at the input as one of this layout.
   *
   * @throws PolyakException naming what is missing or wrong
   */
  Source open(Configuration hadoop, SourceOptions options) throws IOException;
}
