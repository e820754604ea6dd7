package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;

/**
 * Any warp, pixel by pixel: the position of each new pixel's centre is interpolated between old
 * pixels. Where the image becomes smaller, several positions in each new pixel are, and their mean
 * is taken.
 */
final class PointRenderer {

  /** More positions along a side than this would not be seen. */
  private static final int MOST_POSITIONS = 4;

  private final double[] position = new double[2];
  private final double[] sums = new double[Image.CHANNELS];

  void render(
      Pixels from, Warp warp, Interpolation interpolation, Border border, float[] fill, Image to) {
    int positions = interpolation == Interpolation.NEAREST ? 1 : positions(warp, to);
    float share = 1 / (float) positions / positions;
    float[] pixels = to.pixels();
    int out = 0;
    for (int row = 0; row < to.height(); row++) {
      for (int column = 0; column < to.width(); column++, out += Image.CHANNELS) {
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int i = 0; i < positions; i++) {
          double y = row + (i + 0.5) / positions;
          for (int j = 0; j < positions; j++) {
            warp.map(column + (j + 0.5) / positions, y, position);
            sample(from, interpolation, border, fill);
            red += (float) sums[0];
            green += (float) sums[1];
            blue += (float) sums[2];
          }
        }
        pixels[out] = red * share;
        pixels[out + 1] = green * share;
        pixels[out + 2] = blue * share;
      }
    }
  }

  /** Along a side, so many that they lie at most about an old pixel apart in the middle. */
  private int positions(Warp warp, Image to) {
    double x = to.width() / 2.0;
    double y = to.height() / 2.0;
    warp.map(x, y, position);
    double x0 = position[0];
    double y0 = position[1];
    warp.map(x + 1, y, position);
    double across = Math.hypot(position[0] - x0, position[1] - y0);
    warp.map(x, y + 1, position);
    double down = Math.hypot(position[0] - x0, position[1] - y0);
    // A slight shrinking, such as a rotation's rounding, is none.
    double steps = Math.ceil(Math.max(across, down) - 0.25);
    return (int) Math.max(1, Math.min(MOST_POSITIONS, steps));
  }

  private void sample(Pixels from, Interpolation interpolation, Border border, float[] fill) {
    double x = position[0];
    double y = position[1];
    boolean outside = x < 0 || y < 0 || x >= from.width() || y >= from.height();
    // Not a number where a projective map has its horizon.
    if (!(Math.abs(x) < Integer.MAX_VALUE && Math.abs(y) < Integer.MAX_VALUE)
        || (border == Border.MEAN && outside)) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] = fill[c];
      }
      return;
    }
    if (interpolation == Interpolation.NEAREST) {
      int row = border.index((int) Math.floor(y), from.height());
      int column = border.index((int) Math.floor(x), from.width());
      for (int c = 0; c < sums.length; c++) {
        sums[c] = from.value(row, column, c);
      }
      return;
    }
    // Inside, the edge's pixels reach to the edge.
    Border edge = border == Border.REFLECT ? Border.REFLECT : Border.REPLICATE;
    int radius = interpolation.radius();
    int left = (int) Math.floor(x - 0.5) - radius + 1;
    int top = (int) Math.floor(y - 0.5) - radius + 1;
    Arrays.fill(sums, 0);
    for (int i = 0; i < 2 * radius; i++) {
      double wy = interpolation.weight(top + i + 0.5 - y);
      int row = edge.index(top + i, from.height());
      for (int j = 0; j < 2 * radius; j++) {
        double w = wy * interpolation.weight(left + j + 0.5 - x);
        int column = edge.index(left + j, from.width());
        for (int c = 0; c < sums.length; c++) {
          sums[c] += w * from.value(row, column, c);
        }
      }
    }
  }
}
