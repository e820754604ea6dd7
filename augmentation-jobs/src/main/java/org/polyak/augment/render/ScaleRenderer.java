package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;

/**
 * Scales, shifts and mirrors, one side after the other, a new row at a time, so that what follows
 * finds it in the cache. The pass that makes rows shorter or longer is the slow one and is made of
 * as few rows as there are: of the old ones where the image becomes higher, of the new ones where
 * it becomes lower. Filters widen where the image becomes smaller. At the border weights that fall
 * outside are left out and the others sum to 1, but with {@link Border#REFLECT}, which has pixels
 * there.
 */
final class ScaleRenderer implements RowRenderer {

  private final Taps columns = new Taps();
  private final Taps rows = new Taps();
  private Pixels from;
  private float[] fill;
  private int width;

  /** Whether old rows are scaled along their length before new rows are made of them. */
  private boolean lengthFirst;

  /** A row of old columns. */
  private float[] old = new float[0];

  /** The old rows that the next new row is made of, of new columns if length comes first. */
  private float[][] ring = new float[0][];

  /** The number of each row in the ring; -1 for none. */
  private int[] held = new int[0];

  /** Begins an image. */
  void begin(
      Pixels source,
      Warp warp,
      Interpolation interpolation,
      Border border,
      float[] mean,
      int newHeight,
      int newWidth) {
    from = source;
    fill = mean;
    width = newWidth;
    columns.prepare(interpolation, border, warp.scaleX(), warp.shiftX(), from.width(), newWidth);
    rows.prepare(interpolation, border, warp.scaleY(), warp.shiftY(), from.height(), newHeight);
    lengthFirst = Math.abs(warp.scaleY()) <= 1;
    // Spare taps may lie past the last pixel.
    int room = (from.width() + columns.width()) * Image.CHANNELS;
    if (old.length < room) {
      old = new float[room];
    }
    int values = Math.max(room, width * Image.CHANNELS);
    if (held.length < rows.width() || ring[0].length < values) {
      held = new int[rows.width()];
      ring = new float[rows.width()][values];
    }
    Arrays.fill(held, -1);
  }

  @Override
  public void render(int row, float[] line) {
    if (rows.isOutside(row)) {
      return;
    }
    int oldColumns = columns.greatest() + 1 - columns.least();
    for (int tap = 0; tap < rows.width(); tap++) {
      int source = rows.start(row) + tap;
      int slot = source % rows.width();
      if (rows.weight(row, tap) != 0 && held[slot] != source) {
        from.row(source, columns.least(), oldColumns, lengthFirst ? old : ring[slot], 0);
        if (lengthFirst) {
          scaleLength(old, ring[slot]);
        }
        held[slot] = source;
      }
    }
    if (lengthFirst) {
      mixRows(row, line, width * Image.CHANNELS);
    } else {
      mixRows(row, old, oldColumns * Image.CHANNELS);
      scaleLength(old, line);
    }
  }

  private void mixRows(int row, float[] to, int values) {
    int taps = rows.width();
    int tap;
    if (taps >= 3) {
      put(
          ring(row, 0),
          rows.weight(row, 0),
          ring(row, 1),
          rows.weight(row, 1),
          ring(row, 2),
          rows.weight(row, 2),
          to,
          values);
      tap = 3;
    } else if (taps == 2) {
      put(ring(row, 0), rows.weight(row, 0), ring(row, 1), rows.weight(row, 1), to, values);
      tap = 2;
    } else {
      put(ring(row, 0), rows.weight(row, 0), to, values);
      tap = 1;
    }
    for (; tap < taps; tap++) {
      if (rows.weight(row, tap) != 0) {
        add(ring(row, tap), rows.weight(row, tap), to, values);
      }
    }
  }

  /** The row of a tap; any if it has no weight. */
  private float[] ring(int row, int tap) {
    return ring[(rows.start(row) + tap) % rows.width()];
  }

  @Override
  public void blank(int row, float[] to, int at) {
    if (rows.isOutside(row)) {
      for (int column = 0; column < width; column++) {
        System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
      }
    } else if (columns.isAnyOutside()) {
      for (int column = 0; column < width; column++) {
        if (columns.isOutside(column)) {
          System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
        }
      }
    }
  }

  /** From old columns, of which the least that is used comes first, to new ones. */
  private void scaleLength(float[] line, float[] to) {
    int first = columns.least();
    int[] starts = columns.starts();
    float[] weights = columns.weights();
    switch (columns.width()) {
      case 1 -> single(line, starts, first, to, width);
      case 2 -> pairs(line, starts, first, weights, to, width);
      case 3 -> triples(line, starts, first, weights, to, width);
      default -> many(line, starts, first, weights, columns.width(), to, width);
    }
  }

  private static void single(float[] line, int[] starts, int first, float[] to, int width) {
    for (int column = 0; column < width; column++) {
      int out = column * Image.CHANNELS;
      int a = (starts[column] - first) * Image.CHANNELS;
      to[out] = line[a];
      to[out + 1] = line[a + 1];
      to[out + 2] = line[a + 2];
    }
  }

  private static void pairs(
      float[] line, int[] starts, int first, float[] weights, float[] to, int width) {
    for (int column = 0; column < width; column++) {
      int out = column * Image.CHANNELS;
      int a = (starts[column] - first) * Image.CHANNELS;
      float share = weights[2 * column + 1];
      float red = line[a];
      float green = line[a + 1];
      float blue = line[a + 2];
      to[out] = red + share * (line[a + 3] - red);
      to[out + 1] = green + share * (line[a + 4] - green);
      to[out + 2] = blue + share * (line[a + 5] - blue);
    }
  }

  private static void triples(
      float[] line, int[] starts, int first, float[] weights, float[] to, int width) {
    for (int column = 0; column < width; column++) {
      int out = column * Image.CHANNELS;
      int a = (starts[column] - first) * Image.CHANNELS;
      float y = weights[3 * column + 1];
      float z = weights[3 * column + 2];
      float red = line[a];
      float green = line[a + 1];
      float blue = line[a + 2];
      to[out] = red + y * (line[a + 3] - red) + z * (line[a + 6] - red);
      to[out + 1] = green + y * (line[a + 4] - green) + z * (line[a + 7] - green);
      to[out + 2] = blue + y * (line[a + 5] - blue) + z * (line[a + 8] - blue);
    }
  }

  private static void many(
      float[] line, int[] starts, int first, float[] weights, int taps, float[] to, int width) {
    for (int column = 0; column < width; column++) {
      int a = (starts[column] - first) * Image.CHANNELS;
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = column * taps; k < (column + 1) * taps; k++) {
        float weight = weights[k];
        red += weight * line[a];
        green += weight * line[a + 1];
        blue += weight * line[a + 2];
        a += Image.CHANNELS;
      }
      int out = column * Image.CHANNELS;
      to[out] = red;
      to[out + 1] = green;
      to[out + 2] = blue;
    }
  }

  // Every array at one index, without an offset: only then does the compiler of Java 17 take wide
  // registers, which is four times as fast.

  private static void put(float[] from, float weight, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = weight * from[i];
    }
  }

  private static void put(
      float[] a, float weightA, float[] b, float weightB, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = weightA * a[i] + weightB * b[i];
    }
  }

  private static void put(
      float[] a,
      float weightA,
      float[] b,
      float weightB,
      float[] c,
      float weightC,
      float[] to,
      int count) {
    for (int i = 0; i < count; i++) {
      to[i] = weightA * a[i] + weightB * b[i] + weightC * c[i];
    }
  }

  private static void add(float[] from, float weight, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += weight * from[i];
    }
  }
}
