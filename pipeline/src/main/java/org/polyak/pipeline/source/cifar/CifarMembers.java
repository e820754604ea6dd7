package org.polyak.pipeline.source.cifar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarRange;
import org.polyak.pipeline.source.tar.TarReader;

/**
 * The collection's files in an archive.
 *
 * @param lengths of the batch files by name
 * @param names content of the file of class names; null if there is none
 */
record CifarMembers(Map<String, Long> lengths, String names) {

  /** Far more than a hundred class names take. */
  private static final int MAX_TEXT = 1 << 16;

  /**
   * Goes over an archive. Files at the top or in the published folder count; everything else is
   * passed over, links and names that climb out of the archive included.
   *
   * @throws PolyakException if the archive is damaged or a file is in it twice
   */
  static CifarMembers of(Configuration hadoop, CifarLayout layout, TarRange tar)
      throws IOException {
    Map<String, Long> lengths = new LinkedHashMap<>();
    String names = null;
    try (TarReader reader = tar.open(hadoop)) {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        String name = knownName(layout, member);
        if (layout.batchOf(name) >= 0) {
          if (lengths.put(name, member.size()) != null) {
            throw PolyakException.data("%s: %s is in the archive twice", tar.name(), name);
          }
        } else if (name.equals(layout.namesFile()) && member.size() <= MAX_TEXT) {
          names = new String(reader.content(), StandardCharsets.UTF_8);
        }
      }
    }
    return new CifarMembers(lengths, names);
  }

  /** The file that a member is, without the published folder; empty if it is not to be read. */
  static String knownName(CifarLayout layout, TarMember member) {
    if (member.refusal() != null) {
      return "";
    }
    String path = member.name();
    if (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.startsWith(layout.folder() + "/")) {
      path = path.substring(layout.folder().length() + 1);
    }
    return path;
  }
}
