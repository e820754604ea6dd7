package org.polyak.pipeline.source.webdataset;

import java.util.Locale;

/**
 * The parts of a member's name.
 *
 * @param key what the members of a sample share: everything up to the first dot behind the last
 *     slash
 * @param extension what follows that dot, in lower case; empty if there is no dot, or nothing
 *     before it
 */
record MemberParts(String key, String extension) {

  static MemberParts of(String name) {
    int base = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', base);
    return dot <= base
        ? new MemberParts(name, "")
        : new MemberParts(name.substring(0, dot), name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
