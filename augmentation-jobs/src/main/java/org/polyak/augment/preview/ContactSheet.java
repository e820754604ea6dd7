package org.polyak.augment.preview;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.lettering.Lettering;

/** A sheet of pictures in rows and columns, with what is written under each. */
final class ContactSheet {

  private static final int MARGIN = 10;
  private static final int GAP = 8;
  private static final int BACKGROUND = 0xFFFFFF;
  private static final int INK = 0x202020;
  private static final int FAINT = 0x707070;

  /** A long list of draws is cut here. */
  private static final int MOST_LINES = 12;

  private final Lettering lettering = Lettering.load();

  /**
   * Draws a sheet.
   *
   * @param title names policy and seed
   * @param heads one for each column
   * @param rows of as many tiles
   */
  BufferedImage draw(String title, List<String> heads, List<List<Tile>> rows) {
    int width = 2 * MARGIN + heads.size() * (Tile.SIDE + GAP) - GAP;
    List<String> titleLines = first(Lettering.wrap(title, width - 2 * MARGIN));
    int top = MARGIN + (titleLines.size() + 2) * Lettering.LINE;
    int height = top + MARGIN - GAP;
    for (List<Tile> row : rows) {
      height += height(row) + GAP;
    }
    BufferedImage sheet = blank(width, height);
    for (int i = 0; i < titleLines.size(); i++) {
      lettering.write(sheet, titleLines.get(i), MARGIN, MARGIN + i * Lettering.LINE, INK);
    }
    for (int column = 0; column < heads.size(); column++) {
      lettering.write(sheet, heads.get(column), left(column), top - Lettering.LINE, FAINT);
    }
    int y = top;
    for (List<Tile> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        tile(sheet, row.get(column), left(column), y, pictureHeight(row));
      }
      y += height(row) + GAP;
    }
    return sheet;
  }

  private void tile(BufferedImage sheet, Tile tile, int x0, int y0, int pictureHeight) {
    BufferedImage picture = tile.picture();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        sheet.setRGB(x0 + x, y0 + y, picture.getRGB(x, y));
      }
    }
    List<String> lines = lines(tile);
    for (int i = 0; i < lines.size(); i++) {
      int y = y0 + pictureHeight + 3 + i * Lettering.LINE;
      lettering.write(sheet, Lettering.cut(lines.get(i), Tile.SIDE), x0, y, INK);
    }
  }

  private static int height(List<Tile> row) {
    int lines = row.stream().mapToInt(tile -> lines(tile).size()).max().orElse(0);
    return pictureHeight(row) + 3 + lines * Lettering.LINE;
  }

  private static int pictureHeight(List<Tile> row) {
    return row.stream().mapToInt(tile -> tile.picture().getHeight()).max().orElse(0);
  }

  private static List<String> lines(Tile tile) {
    List<String> lines = new ArrayList<>();
    tile.texts().forEach(text -> lines.addAll(Lettering.wrap(text, Tile.SIDE)));
    return first(lines);
  }

  private static List<String> first(List<String> lines) {
    return lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES);
  }

  private static int left(int column) {
    return MARGIN + column * (Tile.SIDE + GAP);
  }

  private static BufferedImage blank(int width, int height) {
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sheet.setRGB(x, y, BACKGROUND);
      }
    }
    return sheet;
  }
}
