package org.polyak.train.network.zoo;

import java.util.List;
import org.polyak.pipeline.config.Section;

/** What a residual block adds to its branch (He et al. 2015, section 4.1). */
enum Shortcut {
  /** The identity; where maps shrink or widen, subsampled and filled up with zeros. */
  A,
  /** The identity; where maps shrink or widen, a projection: a 1x1 convolution. */
  B,
  /** A projection everywhere. */
  C;

  static Shortcut read(Section section, Shortcut usual) {
    return valueOf(section.oneOf("shortcut", usual.name(), List.of("A", "B", "C")));
  }
}
