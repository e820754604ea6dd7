package org.polyak.pipeline.inspect;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.polyak.pipeline.lettering.Lettering;

/** A sheet of the images of one class: a grid of pictures, each above its id and its size. */
final class ClassSheet {

  private static final int COLUMNS = 8;
  private static final int MARGIN = 12;
  private static final int GAP = 10;
  private static final int TEXT_LINES = 2;
  private static final int BACKGROUND = 0xFFFFFF;
  private static final int INK = 0x202020;
  private static final int FAINT = 0x666666;

  private final BufferedImage picture;
  private final Lettering lettering = Lettering.load();

  private ClassSheet(int width, int height) {
    this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    Arrays.fill(row, BACKGROUND);
    for (int y = 0; y < height; y++) {
      picture.setRGB(0, y, width, 1, row, 0, width);
    }
  }

  /**
   * Draws a sheet.
   *
   * @param title names the class
   * @param tiles in the order in which they are shown
   */
  static BufferedImage draw(String title, List<Tile> tiles) {
    int rows = (tiles.size() + COLUMNS - 1) / COLUMNS;
    ClassSheet sheet = new ClassSheet(left(COLUMNS) - GAP + MARGIN, top(rows) - GAP + MARGIN);
    int textWidth = sheet.picture.getWidth() - 2 * MARGIN;
    sheet.lettering.write(sheet.picture, Lettering.cut(title, textWidth), MARGIN, MARGIN, INK);
    for (int i = 0; i < tiles.size(); i++) {
      sheet.tile(tiles.get(i), left(i % COLUMNS), top(i / COLUMNS));
    }
    return sheet.picture;
  }

  private void tile(Tile tile, int x0, int y0) {
    int enlarged = Math.max(1, Tile.SIDE / Math.max(tile.width(), tile.height()));
    int width = tile.width() * enlarged;
    int height = tile.height() * enlarged;
    // In the middle of the cell and upon its base, where the text is.
    int left = x0 + (Tile.SIDE - width) / 2;
    int top = y0 + Tile.SIDE - height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(left + x, top + y, colour(tile, y / enlarged, x / enlarged));
      }
    }
    int text = y0 + Tile.SIDE + 3;
    lettering.write(picture, ending(tile.id()), x0, text, INK);
    String size = tile.originalWidth() + " x " + tile.originalHeight();
    lettering.write(picture, size, x0, text + Lettering.LINE, FAINT);
  }

  /** Ids of a collection differ at their ends. */
  private static String ending(String id) {
    int letters = Tile.SIDE / Lettering.ADVANCE;
    return id.length() <= letters ? id : ".." + id.substring(id.length() - letters + 2);
  }

  private static int colour(Tile tile, int row, int column) {
    int at = 3 * (row * tile.width() + column);
    byte[] rgb = tile.rgb();
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  private static int left(int column) {
    return MARGIN + column * (Tile.SIDE + GAP);
  }

  private static int top(int row) {
    return MARGIN + 2 * Lettering.LINE + row * (Tile.SIDE + 3 + TEXT_LINES * Lettering.LINE + GAP);
  }
}
