package org.polyak.pipeline.image;

/**
 * Every {@code step}-th pixel of every {@code step}-th row, from half a step off the edges.
 *
 * @param step at least 1
 */
record Grid(int step) {

  /** All pixels of a small image, else the finest grid of no more than the points allowed. */
  static Grid of(int width, int height, Sampling sampling) {
    Grid grid = new Grid(1);
    if ((long) width * height <= sampling.whole()) {
      return grid;
    }
    while ((long) grid.points(width) * grid.points(height) > sampling.points()) {
      grid = new Grid(grid.step + 1);
    }
    return grid;
  }

  /** Number of points along a side of so many pixels. */
  int points(int side) {
    return Math.max(1, (side - first(side) + step - 1) / step);
  }

  /** The first point along a side of so many pixels. */
  int first(int side) {
    return Math.min(step / 2, side - 1);
  }

  /** The points of a raster. */
  Raster of(Raster raster) {
    if (step == 1) {
      return raster;
    }
    int columns = points(raster.width());
    int rows = points(raster.height());
    byte[] from = raster.rgb();
    byte[] to = new byte[3 * columns * rows];
    int out = 0;
    for (int row = 0; row < rows; row++) {
      int y = first(raster.height()) + row * step;
      int in = 3 * (y * raster.width() + first(raster.width()));
      for (int column = 0; column < columns; column++, in += 3 * step, out += 3) {
        to[out] = from[in];
        to[out + 1] = from[in + 1];
        to[out + 2] = from[in + 2];
      }
    }
    return new Raster(columns, rows, to);
  }
}
