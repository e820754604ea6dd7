package org.polyak.augment.render;

import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalizer;

/** Shifts by whole pixels, with or without mirroring: pixels are copied. */
final class ShiftRenderer implements RowRenderer {

  /** Where the results of green and blue begin in a normaliser's table. */
  private static final int GREEN = 256;

  private static final int BLUE = 512;

  private Pixels from;
  private Warp warp;
  private Border border;
  private float[] fill;
  private int width;

  /** Whether a warp is one. */
  static boolean fits(Warp warp) {
    return warp.isAxisAligned()
        && Math.abs(warp.scaleX()) == 1
        && Math.abs(warp.scaleY()) == 1
        && warp.shiftX() == Math.rint(warp.shiftX())
        && warp.shiftY() == Math.rint(warp.shiftY());
  }

  /** Old column of a new one; one may lie outside. */
  static int source(double scale, double shift, int index) {
    return scale > 0 ? index + (int) shift : (int) shift - 1 - index;
  }

  /** Begins an image. */
  void begin(Pixels source, Warp map, Border around, float[] mean, int newWidth) {
    from = source;
    warp = map;
    border = around;
    fill = mean;
    width = newWidth;
  }

  @Override
  public void render(int row, float[] line) {
    int y = border.index(source(warp.scaleY(), warp.shiftY(), row), from.height());
    if (y < 0) {
      return;
    }
    int out = 0;
    int column = 0;
    while (column < width) {
      int old = source(warp.scaleX(), warp.shiftX(), column);
      int x = border.index(old, from.width());
      // Only inside do neighbours stay neighbours.
      int run =
          x >= 0 && x == old && warp.scaleX() > 0 ? Math.min(width - column, from.width() - x) : 1;
      if (x >= 0) {
        from.row(y, x, run, line, out);
      }
      column += run;
      out += run * Image.CHANNELS;
    }
  }

  @Override
  public void blank(int row, float[] to, int at) {
    if (border != Border.MEAN) {
      return;
    }
    boolean whole = border.index(source(warp.scaleY(), warp.shiftY(), row), from.height()) < 0;
    for (int column = 0; column < width; column++) {
      int x = source(warp.scaleX(), warp.shiftX(), column);
      if (whole || x < 0 || x >= from.width()) {
        System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
      }
    }
  }

  /** Straight from bytes to a network's input. */
  static void write(
      Pixels from,
      Warp warp,
      Border border,
      float[] fill,
      Normalizer normalizer,
      float[] batch,
      int offset) {
    float red = normalizer.value(fill[0], 0);
    float green = normalizer.value(fill[1], 1);
    float blue = normalizer.value(fill[2], 2);
    float[] table = normalizer.table();
    byte[] bytes = from.rgb();
    int width = normalizer.width();
    int step = warp.scaleX() > 0 ? 1 : -1;
    int firstX = source(warp.scaleX(), warp.shiftX(), 0);
    // Columns whose source lies inside.
    int begin = step > 0 ? -firstX : firstX - from.width() + 1;
    int end = step > 0 ? from.width() - firstX : firstX + 1;
    int inside = Math.max(0, Math.min(width, begin));
    int outside = Math.max(inside, Math.min(width, end));
    for (int row = 0; row < normalizer.height(); row++) {
      int y = border.index(source(warp.scaleY(), warp.shiftY(), row), from.height());
      int line = offset + row * width * Image.CHANNELS;
      if (y < 0) {
        blank(batch, line, width, red, green, blue);
        continue;
      }
      int start = y * from.width();
      if (border == Border.MEAN) {
        blank(batch, line, inside, red, green, blue);
        blank(batch, line + outside * Image.CHANNELS, width - outside, red, green, blue);
      } else {
        edge(table, bytes, start, from.width(), border, firstX, step, 0, inside, batch, line);
        edge(table, bytes, start, from.width(), border, firstX, step, outside, width, batch, line);
      }
      int in = (start + firstX + step * inside) * Image.CHANNELS;
      int out = line + inside * Image.CHANNELS;
      int count = outside - inside;
      if (step > 0) {
        forward(table, bytes, in, batch, out, count);
      } else {
        backward(table, bytes, in, batch, out, count);
      }
    }
  }

  private static void forward(
      float[] table, byte[] bytes, int in, float[] batch, int out, int columns) {
    for (int i = 0; i < columns * Image.CHANNELS; i += Image.CHANNELS) {
      batch[out + i] = table[bytes[in + i] & 0xFF];
      batch[out + i + 1] = table[GREEN + (bytes[in + i + 1] & 0xFF)];
      batch[out + i + 2] = table[BLUE + (bytes[in + i + 2] & 0xFF)];
    }
  }

  private static void backward(
      float[] table, byte[] bytes, int in, float[] batch, int out, int columns) {
    for (int i = 0; i < columns * Image.CHANNELS; i += Image.CHANNELS) {
      batch[out + i] = table[bytes[in - i] & 0xFF];
      batch[out + i + 1] = table[GREEN + (bytes[in - i + 1] & 0xFF)];
      batch[out + i + 2] = table[BLUE + (bytes[in - i + 2] & 0xFF)];
    }
  }

  private static void edge(
      float[] table,
      byte[] bytes,
      int start,
      int size,
      Border border,
      int firstX,
      int step,
      int from,
      int to,
      float[] batch,
      int line) {
    for (int column = from; column < to; column++) {
      int x = border.index(firstX + step * column, size);
      forward(table, bytes, (start + x) * Image.CHANNELS, batch, line + column * 3, 1);
    }
  }

  private static void blank(
      float[] batch, int at, int columns, float red, float green, float blue) {
    for (int i = at; i < at + columns * Image.CHANNELS; i += Image.CHANNELS) {
      batch[i] = red;
      batch[i + 1] = green;
      batch[i + 2] = blue;
    }
  }
}
