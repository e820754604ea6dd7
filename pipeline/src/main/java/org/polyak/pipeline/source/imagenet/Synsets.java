package org.polyak.pipeline.source.imagenet;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.files.TextFile;

/**
 * All classes of the collection.
 *
 * @param wnids sorted, so that a wnid's place is its label
 */
record Synsets(List<String> wnids) {

  static final String FILE = "LOC_synset_mapping.txt";

  Synsets {
    wnids = List.copyOf(wnids);
  }

  /**
   * Reads {@code LOC_synset_mapping.txt}: lines of wnid and names, sorted by wnid.
   *
   * @throws PolyakException if a line has no wnid, or they are not sorted
   */
  static Synsets parse(TextFile file) {
    List<String> wnids = new ArrayList<>();
    for (int i = 0; i < file.lines().size(); i++) {
      String wnid = file.lines().get(i).split("\\s+", 2)[0];
      if (!Wnid.isWnid(wnid)) {
        throw file.wrong(i, "a wnid and its names");
      }
      if (i > 0 && wnids.get(i - 1).compareTo(wnid) >= 0) {
        throw file.wrong(
            i, "lines sorted by wnid: a line's number less one is the label of its class");
      }
      wnids.add(wnid);
    }
    return new Synsets(wnids);
  }

  /** The classes that have ILSVRC2012 ids. */
  static Synsets of(IlsvrcIds ids) {
    return new Synsets(ids.wnids().values().stream().sorted().toList());
  }
}
