package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;

/**
 * A rectangle of a map.
 *
 * @param bottom first row behind it
 * @param right first column behind it
 */
record Area(int top, int left, int bottom, int right) {

  /** What lies within a map of a window that may reach beyond it. */
  static Area within(Shape map, int top, int left, int height, int width) {
    return new Area(
        Math.max(0, top),
        Math.max(0, left),
        Math.min(map.height(), top + height),
        Math.min(map.width(), left + width));
  }

  /** Number of positions. */
  int size() {
    return (bottom - top) * (right - left);
  }

  /** Index of the largest value of a channel; of equal ones the first. */
  int largest(Shape map, int image, int channel, double[] x) {
    int best = index(map, image, top, left, channel);
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        int other = index(map, image, row, column, channel);
        if (x[other] > x[best]) {
          best = other;
        }
      }
    }
    return best;
  }

  static int index(Shape map, int image, int row, int column, int channel) {
    return ((image * map.height() + row) * map.width() + column) * map.channels() + channel;
  }
}
