package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;

/**
 * Scales, shifts and mirrors along rows and columns: first along rows, each old row once, then
 * along columns, a new row at a time, so that what follows finds it in the cache. Filters widen
 * where the image becomes smaller. At the border weights that fall outside are left out and the
 * others sum to 1, but with {@link Border#REFLECT}, which has pixels there.
 */
final class ScaleRenderer implements RowRenderer {

  private final Taps columns = new Taps();
  private final Taps rows = new Taps();
  private Pixels from;
  private float[] fill;
  private int width;
  private boolean blankColumns;

  private float[] old = new float[0];
  private float[][] scaled = new float[0][];
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
    blankColumns = false;
    for (int column = 0; column < newWidth; column++) {
      blankColumns |= columns.first(column) < 0;
    }
    int slots = rows.width();
    if (old.length < (from.width() + 1) * Image.CHANNELS) {
      // One pixel more: the last pair's second one may have no weight.
      old = new float[(from.width() + 1) * Image.CHANNELS];
    }
    if (held.length < slots || scaled[0].length < width * Image.CHANNELS) {
      held = new int[slots];
      scaled = new float[slots][width * Image.CHANNELS];
    }
    Arrays.fill(held, -1);
  }

  @Override
  public void render(int row, float[] line) {
    if (rows.first(row) < 0) {
      return;
    }
    int values = width * Image.CHANNELS;
    int slots = rows.width();
    for (int tap = 0; tap < slots; tap++) {
      int source = rows.index(row, tap);
      if (rows.weight(row, tap) != 0 && held[source % slots] != source) {
        scaleRow(source, scaled[source % slots]);
        held[source % slots] = source;
      }
    }
    int tap = 0;
    if (slots >= 3) {
      put(
          scaled(row, 0),
          rows.weight(row, 0),
          scaled(row, 1),
          rows.weight(row, 1),
          scaled(row, 2),
          rows.weight(row, 2),
          line,
          values);
      tap = 3;
    } else if (slots == 2) {
      put(scaled(row, 0), rows.weight(row, 0), scaled(row, 1), rows.weight(row, 1), line, values);
      tap = 2;
    } else {
      put(scaled(row, 0), rows.weight(row, 0), line, values);
      tap = 1;
    }
    for (; tap < slots; tap++) {
      if (rows.weight(row, tap) != 0) {
        add(scaled(row, tap), rows.weight(row, tap), line, values);
      }
    }
  }

  /** The scaled row of a tap; any if it has no weight. */
  private float[] scaled(int row, int tap) {
    return scaled[rows.index(row, tap) % rows.width()];
  }

  @Override
  public void blank(int row, float[] to, int at) {
    if (rows.first(row) < 0) {
      for (int column = 0; column < width; column++) {
        System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
      }
    } else if (blankColumns) {
      for (int column = 0; column < width; column++) {
        if (columns.first(column) < 0) {
          System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
        }
      }
    }
  }

  private void scaleRow(int row, float[] to) {
    int first = columns.least();
    from.row(row, first, columns.greatest() - first + 1, old, 0);
    if (columns.arePairs()) {
      pairs(old, columns.offsets(), columns.weights(), to, width);
    } else if (columns.width() == 3) {
      triples(old, columns.offsets(), columns.weights(), to, width);
    } else {
      many(old, columns.offsets(), columns.weights(), columns.width(), to, width);
    }
  }

  /** Two taps, side by side. */
  private static void pairs(float[] line, int[] offsets, float[] weights, float[] to, int width) {
    int out = 0;
    for (int column = 0; column < width; column++, out += Image.CHANNELS) {
      int a = offsets[2 * column];
      float share = weights[2 * column + 1];
      float red = line[a];
      float green = line[a + 1];
      float blue = line[a + 2];
      to[out] = red + share * (line[a + 3] - red);
      to[out + 1] = green + share * (line[a + 4] - green);
      to[out + 2] = blue + share * (line[a + 5] - blue);
    }
  }

  private static void triples(float[] line, int[] offsets, float[] weights, float[] to, int width) {
    int out = 0;
    int tap = 0;
    for (int column = 0; column < width; column++, out += Image.CHANNELS, tap += 3) {
      int a = offsets[tap];
      int b = offsets[tap + 1];
      int c = offsets[tap + 2];
      float x = weights[tap];
      float y = weights[tap + 1];
      float z = weights[tap + 2];
      to[out] = x * line[a] + y * line[b] + z * line[c];
      to[out + 1] = x * line[a + 1] + y * line[b + 1] + z * line[c + 1];
      to[out + 2] = x * line[a + 2] + y * line[b + 2] + z * line[c + 2];
    }
  }

  private static void many(
      float[] line, int[] offsets, float[] weights, int taps, float[] to, int width) {
    int out = 0;
    int tap = 0;
    for (int column = 0; column < width; column++, out += Image.CHANNELS) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0; k < taps; k++, tap++) {
        int in = offsets[tap];
        float weight = weights[tap];
        red += weight * line[in];
        green += weight * line[in + 1];
        blue += weight * line[in + 2];
      }
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
