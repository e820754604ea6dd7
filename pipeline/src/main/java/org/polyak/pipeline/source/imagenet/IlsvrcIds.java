package org.polyak.pipeline.source.imagenet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.files.TextFile;

/**
 * The wnids of ILSVRC2012 ids.
 *
 * @param wnids by ILSVRC2012 id, which counts from 1 and is not the label
 */
record IlsvrcIds(Map<Integer, String> wnids) {

  static final String FILE = "map_clsloc.txt";

  IlsvrcIds {
    wnids = Map.copyOf(wnids);
  }

  /**
   * Reads {@code map_clsloc.txt}: lines of wnid, ILSVRC2012 id and a name, in the order of ids or
   * any other.
   *
   * @throws PolyakException if a line is wrong, or ids are not 1 to the number of lines
   */
  static IlsvrcIds parse(TextFile file) {
    Map<Integer, String> wnids = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < file.lines().size(); i++) {
      String[] fields = file.lines().get(i).split("\\s+");
      if (fields.length < 2 || !Wnid.isWnid(fields[0]) || !fields[1].matches("[0-9]{1,6}")) {
        throw file.wrong(i, "a wnid, its ILSVRC2012 id and a name");
      }
      int id = Integer.parseInt(fields[1]);
      if (id < 1 || id > file.lines().size()) {
        throw file.wrong(
            i, "an ILSVRC2012 id from 1 to %d, the number of lines".formatted(file.lines().size()));
      }
      if (wnids.put(id, fields[0]) != null || !seen.add(fields[0])) {
        throw file.wrong(i, "a wnid and an ILSVRC2012 id that no other line has");
      }
    }
    return new IlsvrcIds(wnids);
  }
}
