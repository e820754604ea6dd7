package org.polyak.pipeline.lettering;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.error.PolyakException;

/**
 * Writes small text into pictures with letters of its own, 5 x 9 pixels: servers often have no
 * fonts, on which Java's own text fails, and where they have some, the picture would depend on
 * them.
 */
public final class Lettering {

  /** Pixels from one letter to the next. */
  public static final int ADVANCE = 6;

  /** Pixels from one line to the next. */
  public static final int LINE = 11;

  private static final int COLUMNS = 5;
  private static final int ROWS = 9;
  private static final char FIRST = '!';
  private static final char LAST = '~';

  /**
   * Nine rows of five bits, two of them below the base line, for each character, left pixel in the
   * highest bit.
   */
  private final int[][] glyphs = new int[LAST - FIRST + 1][];

  private Lettering() {}

  /** Reads the letters that come with this class. */
  public static Lettering load() {
    Lettering lettering = new Lettering();
    try (InputStream in = Lettering.class.getResourceAsStream("glyphs.txt")) {
      if (in == null) {
        throw PolyakException.internal(null, "glyphs.txt is missing in this installation");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      text.lines().forEach(lettering::define);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lettering;
  }

  /** A line holds the character, a space, and two hexadecimal digits for each row. */
  private void define(String line) {
    int[] rows = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[row] = Integer.parseInt(line.substring(2 + 2 * row, 4 + 2 * row), 16);
    }
    glyphs[line.charAt(0) - FIRST] = rows;
  }

  /** Writes a line whose top left corner is at (x, y); unknown characters become question marks. */
  public void write(BufferedImage picture, String text, int x, int y, int rgb) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ') {
        int[] rows = glyphs[(c >= FIRST && c <= LAST ? c : '?') - FIRST];
        draw(picture, rows, x + i * ADVANCE, y, rgb);
      }
    }
  }

  /** The beginning of a text that fits into a width, with two dots if it is cut. */
  public static String cut(String text, int width) {
    int letters = Math.max(2, width / ADVANCE);
    return text.length() <= letters ? text : text.substring(0, letters - 2) + "..";
  }

  /** A text in lines that fit into a width, broken at spaces where there are any. */
  public static List<String> wrap(String text, int width) {
    int letters = Math.max(1, width / ADVANCE);
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > letters) {
      int space = rest.lastIndexOf(' ', letters);
      int end = space > 0 ? space : letters;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private static void draw(BufferedImage picture, int[] rows, int x, int y, int rgb) {
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        boolean ink = (rows[row] >> (COLUMNS - 1 - column) & 1) == 1;
        boolean inside = x + column < picture.getWidth() && y + row < picture.getHeight();
        if (ink && inside) {
          picture.setRGB(x + column, y + row, rgb);
        }
      }
    }
  }
}
