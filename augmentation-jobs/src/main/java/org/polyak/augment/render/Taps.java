package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;

/**
 * Along one side: which old pixels make each new one, with which weights. All new pixels have the
 * same number of taps, and those of one are neighbours. Spare ones have the weight 0, and may lie
 * past the old pixels.
 */
final class Taps {

  private float[] weights = new float[0];
  private int[] starts = new int[0];
  private boolean[] outside = new boolean[0];
  private boolean anyOutside;
  private int width;
  private int least;
  private int greatest;

  /**
   * Computes them.
   *
   * @param scale old pixels a new one; below 0 if mirrored
   * @param shift old position of the new edge
   * @param oldSize pixels of the old side
   * @param newSize pixels of the new side
   */
  void prepare(
      Interpolation interpolation,
      Border border,
      double scale,
      double shift,
      int oldSize,
      int newSize) {
    double stretch = Math.max(1, Math.abs(scale));
    boolean nearest = interpolation == Interpolation.NEAREST;
    double radius = nearest ? 0 : interpolation.radius() * stretch;
    width = nearest ? 1 : (int) Math.ceil(2 * radius);
    if (weights.length < width * newSize) {
      weights = new float[width * newSize];
    }
    if (starts.length < newSize) {
      starts = new int[newSize];
      outside = new boolean[newSize];
    }
    Arrays.fill(weights, 0, width * newSize, 0);
    least = oldSize - 1;
    greatest = 0;
    anyOutside = false;
    for (int i = 0; i < newSize; i++) {
      double centre = shift + (i + 0.5) * scale;
      int pixel = border.index((int) Math.floor(centre), oldSize);
      outside[i] = pixel < 0;
      if (outside[i]) {
        anyOutside = true;
        continue;
      }
      if (nearest) {
        starts[i] = pixel;
        weights[i] = 1;
      } else {
        double inside =
            border == Border.REPLICATE ? Math.max(0.5, Math.min(oldSize - 0.5, centre)) : centre;
        filter(interpolation, border, inside, radius, stretch, oldSize, i);
      }
      least = Math.min(least, starts[i]);
      greatest = Math.max(greatest, Math.min(oldSize, starts[i] + width) - 1);
    }
    // One that exists, should none be used.
    least = Math.min(least, greatest);
    for (int i = 0; anyOutside && i < newSize; i++) {
      starts[i] = outside[i] ? least : starts[i];
    }
  }

  private void filter(
      Interpolation interpolation,
      Border border,
      double centre,
      double radius,
      double stretch,
      int oldSize,
      int i) {
    int from = (int) Math.floor(centre - radius + 0.5);
    // The first of so many neighbours that the pixels of all taps are among them.
    int start = from;
    if (border == Border.REFLECT && (from < 0 || from + width > oldSize)) {
      start = oldSize;
      for (int k = 0; k < width; k++) {
        start = Math.min(start, border.index(from + k, oldSize));
      }
    }
    start = Math.max(0, Math.min(start, oldSize - width));
    double sum = 0;
    int at = i * width;
    for (int k = 0; k < width; k++) {
      int index = from + k;
      int pixel = border == Border.REFLECT ? border.index(index, oldSize) : index;
      if (pixel >= 0 && pixel < oldSize) {
        double weight = interpolation.weight((index + 0.5 - centre) / stretch);
        weights[at + pixel - start] += (float) weight;
        sum += weight;
      }
    }
    for (int k = at; k < at + width; k++) {
      weights[k] = (float) (weights[k] / sum);
    }
    starts[i] = start;
  }

  /** Taps of each new pixel. */
  int width() {
    return width;
  }

  /** Whether a new pixel lies where no old one is. */
  boolean isOutside(int i) {
    return outside[i];
  }

  /** Whether any does. */
  boolean isAnyOutside() {
    return anyOutside;
  }

  /** The old pixel of a new one's first tap; those of its others follow. */
  int start(int i) {
    return starts[i];
  }

  float weight(int i, int tap) {
    return weights[i * width + tap];
  }

  /** Of each new pixel, tap by tap, which sum to 1. */
  float[] weights() {
    return weights;
  }

  /** Of each new pixel, see {@link #start}. */
  int[] starts() {
    return starts;
  }

  /** The least old pixel that is used. */
  int least() {
    return least;
  }

  /** The greatest old pixel that is used. */
  int greatest() {
    return greatest;
  }
}
