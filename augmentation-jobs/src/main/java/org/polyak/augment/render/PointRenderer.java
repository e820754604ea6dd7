package org.polyak.augment.render;

import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;

/**
 * Any warp, pixel by pixel: the position of each new pixel's centre is interpolated between old
 * pixels. Where the image becomes smaller, several positions in each new pixel are, and their mean
 * is taken.
 */
final class PointRenderer implements RowRenderer {

  /** More positions along a side than this would not be seen. */
  private static final int MOST_POSITIONS = 4;

  private final double[] position = new double[2];
  private Pixels from;
  private Warp warp;
  private Interpolation interpolation;
  private Border border;
  private float[] fill;
  private int width;
  private int positions;

  /** Which new pixels have no old one. */
  private boolean[] blank = new boolean[0];

  private float red;
  private float green;
  private float blue;

  /** Begins an image. */
  void begin(
      Pixels source,
      Warp map,
      Interpolation kind,
      Border around,
      float[] mean,
      int newHeight,
      int newWidth) {
    from = source;
    warp = map;
    interpolation = kind;
    border = around;
    fill = mean;
    width = newWidth;
    positions = kind == Interpolation.NEAREST ? 1 : positions(newHeight, newWidth);
    if (blank.length < newHeight * newWidth) {
      blank = new boolean[newHeight * newWidth];
    }
  }

  @Override
  public void render(int row, float[] line) {
    float share = 1 / (float) (positions * positions);
    int out = 0;
    for (int column = 0; column < width; column++, out += Image.CHANNELS) {
      red = 0;
      green = 0;
      blue = 0;
      boolean found = false;
      for (int i = 0; i < positions; i++) {
        double y = row + (i + 0.5) / positions;
        for (int j = 0; j < positions; j++) {
          warp.map(column + (j + 0.5) / positions, y, position);
          found |= sample(position[0], position[1]);
        }
      }
      blank[row * width + column] = !found;
      line[out] = red * share;
      line[out + 1] = green * share;
      line[out + 2] = blue * share;
    }
  }

  @Override
  public void blank(int row, float[] to, int at) {
    for (int column = 0; column < width; column++) {
      if (blank[row * width + column]) {
        System.arraycopy(fill, 0, to, at + column * Image.CHANNELS, Image.CHANNELS);
      }
    }
  }

  /** Along a side, so many that they lie at most about an old pixel apart in the middle. */
  private int positions(int newHeight, int newWidth) {
    double x = newWidth / 2.0;
    double y = newHeight / 2.0;
    warp.map(x, y, position);
    double x0 = position[0];
    double y0 = position[1];
    warp.map(x + 1, y, position);
    double across = StrictMath.hypot(position[0] - x0, position[1] - y0);
    warp.map(x, y + 1, position);
    double down = StrictMath.hypot(position[0] - x0, position[1] - y0);
    // A slight shrinking, such as a rotation's rounding, is none.
    double steps = Math.ceil(Math.max(across, down) - 0.25);
    return (int) Math.max(1, Math.min(MOST_POSITIONS, steps));
  }

  /** Adds the colour at a position; false if the old image does not reach there. */
  private boolean sample(double x, double y) {
    boolean inside = x >= 0 && y >= 0 && x < from.width() && y < from.height();
    // Not a number where a projective map has its horizon.
    boolean somewhere = Math.abs(x) < Integer.MAX_VALUE && Math.abs(y) < Integer.MAX_VALUE;
    if (!somewhere || (border == Border.MEAN && !inside)) {
      add(1, fill[0], fill[1], fill[2]);
      return false;
    }
    switch (interpolation) {
      case NEAREST -> add(1, floor(y), floor(x));
      case BILINEAR -> bilinear(x - 0.5, y - 0.5);
      case BICUBIC -> bicubic(x, y);
    }
    return true;
  }

  private void bilinear(double x, double y) {
    int left = floor(x);
    int top = floor(y);
    float right = (float) (x - left);
    float down = (float) (y - top);
    add((1 - right) * (1 - down), top, left);
    add(right * (1 - down), top, left + 1);
    add((1 - right) * down, top + 1, left);
    add(right * down, top + 1, left + 1);
  }

  private void bicubic(double x, double y) {
    int radius = interpolation.radius();
    int left = floor(x - 0.5) - radius + 1;
    int top = floor(y - 0.5) - radius + 1;
    for (int i = 0; i < 2 * radius; i++) {
      double weight = interpolation.weight(top + i + 0.5 - y);
      for (int j = 0; j < 2 * radius; j++) {
        add((float) (weight * interpolation.weight(left + j + 0.5 - x)), top + i, left + j);
      }
    }
  }

  /** Adds a pixel; past the edge, the edge's own or, mirrored, the one on this side of it. */
  private void add(float weight, int row, int column) {
    int y = row;
    int x = column;
    if (y < 0 || y >= from.height() || x < 0 || x >= from.width()) {
      Border edge = border == Border.REFLECT ? Border.REFLECT : Border.REPLICATE;
      y = edge.index(y, from.height());
      x = edge.index(x, from.width());
    }
    int at = (y * from.width() + x) * Image.CHANNELS;
    byte[] bytes = from.rgb();
    if (bytes == null) {
      float[] floats = from.floats();
      add(weight, floats[at], floats[at + 1], floats[at + 2]);
    } else {
      add(weight, bytes[at] & 0xFF, bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF);
    }
  }

  private void add(float weight, float r, float g, float b) {
    red += weight * r;
    green += weight * g;
    blue += weight * b;
  }

  private static int floor(double value) {
    int truncated = (int) value;
    return truncated > value ? truncated - 1 : truncated;
  }
}
