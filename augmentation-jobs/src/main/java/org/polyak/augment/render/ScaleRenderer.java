package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;

/**
 * Scales, shifts and mirrors along rows and columns: first along rows, each old row once, then
 * along columns. Filters widen where the image becomes smaller. At the border weights that fall
 * outside are left out and the others sum to 1, but with {@link Border#REFLECT}, which has pixels
 * there.
 */
final class ScaleRenderer {

  private final Taps columns = new Taps();
  private final Taps rows = new Taps();
  private float[] line = new float[0];
  private float[] scaled = new float[0];
  private int[] held = new int[0];

  void render(
      Pixels from, Warp warp, Interpolation interpolation, Border border, float[] fill, Image to) {
    columns.prepare(interpolation, border, warp.scaleX(), warp.shiftX(), from.width(), to.width());
    rows.prepare(interpolation, border, warp.scaleY(), warp.shiftY(), from.height(), to.height());
    int values = to.width() * Image.CHANNELS;
    int slots = rows.width();
    allocate(from.width() * Image.CHANNELS, slots, values);
    for (int row = 0; row < to.height(); row++) {
      int at = row * values;
      if (rows.first(row) < 0) {
        fill(to.pixels(), at, to.width(), fill);
        continue;
      }
      for (int tap = 0; tap < slots; tap++) {
        int source = rows.index(row, tap);
        int slot = source % slots;
        if (held[slot] != source) {
          scaleRow(from, source, slot * values, to.width());
          held[slot] = source;
        }
        float weight = rows.weight(row, tap);
        if (tap == 0) {
          put(scaled, slot * values, weight, to.pixels(), at, values);
        } else if (weight != 0) {
          add(scaled, slot * values, weight, to.pixels(), at, values);
        }
      }
      for (int column = 0; column < to.width(); column++) {
        if (columns.first(column) < 0) {
          System.arraycopy(fill, 0, to.pixels(), at + column * Image.CHANNELS, Image.CHANNELS);
        }
      }
    }
  }

  private void allocate(int lineValues, int slots, int values) {
    if (line.length < lineValues) {
      line = new float[lineValues];
    }
    if (scaled.length < slots * values) {
      scaled = new float[slots * values];
    }
    if (held.length < slots) {
      held = new int[slots];
    }
    Arrays.fill(held, -1);
  }

  private void scaleRow(Pixels from, int row, int at, int width) {
    int first = columns.least();
    from.row(row, first, columns.greatest() - first + 1, line, 0);
    int taps = columns.width();
    float[] weights = columns.weights();
    int[] indices = columns.indices();
    int out = at;
    int tap = 0;
    for (int column = 0; column < width; column++, out += Image.CHANNELS) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0; k < taps; k++, tap++) {
        int in = (indices[tap] - first) * Image.CHANNELS;
        float weight = weights[tap];
        red += weight * line[in];
        green += weight * line[in + 1];
        blue += weight * line[in + 2];
      }
      scaled[out] = red;
      scaled[out + 1] = green;
      scaled[out + 2] = blue;
    }
  }

  private static void put(float[] from, int at, float weight, float[] to, int out, int count) {
    for (int i = 0; i < count; i++) {
      to[out + i] = weight * from[at + i];
    }
  }

  private static void add(float[] from, int at, float weight, float[] to, int out, int count) {
    for (int i = 0; i < count; i++) {
      to[out + i] += weight * from[at + i];
    }
  }

  private static void fill(float[] pixels, int at, int columns, float[] fill) {
    for (int i = 0; i < columns; i++) {
      System.arraycopy(fill, 0, pixels, at + i * Image.CHANNELS, Image.CHANNELS);
    }
  }
}
