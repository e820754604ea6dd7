package org.polyak.pipeline.image;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass over a PNG image: pixels at {@code (x0 + i * stepX, y0 + j * stepY)} (W3C PNG, 8.2).
 *
 * @param columns pixels of a row of the pass
 * @param rows of the pass
 */
record PngPass(int x0, int y0, int stepX, int stepY, int columns, int rows) {

  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** The passes in the order of the file, without those that hold no pixel. */
  static List<PngPass> of(PngHeader header) {
    int width = header.width();
    int height = header.height();
    if (!header.interlaced()) {
      return List.of(new PngPass(0, 0, 1, 1, width, height));
    }
    List<PngPass> passes = new ArrayList<>();
    for (int[] p : ADAM7) {
      int columns = (width - p[0] + p[2] - 1) / p[2];
      int rows = (height - p[1] + p[3] - 1) / p[3];
      if (columns > 0 && rows > 0) {
        passes.add(new PngPass(p[0], p[1], p[2], p[3], columns, rows));
      }
    }
    return passes;
  }
}
