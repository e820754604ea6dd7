package org.polyak.augment.preview;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.lettering.Lettering;

/** What was drawn for an image, made short enough for the place under its picture. */
final class Caption {

  private static final int LETTERS = Tile.SIDE / Lettering.ADVANCE;

  private Caption() {}

  /**
   * Of the way to a transform within others, such as {@code compose.random-apply.rotation.degrees},
   * only the last two names are kept. Where name and value do not fit on a line, the value may go
   * on the next.
   *
   * @param draws pairs such as {@code row=3}, several of them with spaces between
   */
  static List<String> of(List<String> draws) {
    List<String> lines = new ArrayList<>();
    for (String draw : draws) {
      List<String> pairs = new ArrayList<>();
      for (String pair : draw.split(" ", -1)) {
        int equals = Math.max(0, pair.indexOf('='));
        int last = pair.lastIndexOf('.', equals);
        int start = last < 0 ? 0 : pair.lastIndexOf('.', last - 1) + 1;
        String kept = pair.substring(start);
        pairs.add(kept.length() <= LETTERS ? kept : kept.replaceFirst("=", "= "));
      }
      lines.add(String.join(" ", pairs));
    }
    return lines;
  }
}
