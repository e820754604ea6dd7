package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Image;

/**
 * Along one side: which old pixels make each new one, with which weights. All new pixels have the
 * same number of taps; spare ones have the weight 0 and an index that exists.
 */
final class Taps {

  private float[] weights = new float[0];
  private int[] indices = new int[0];
  private int[] offsets = new int[0];
  private int[] firsts = new int[0];
  private int width;
  private boolean pairs;
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
      indices = new int[width * newSize];
      offsets = new int[width * newSize];
    }
    if (firsts.length < newSize) {
      firsts = new int[newSize];
    }
    least = oldSize - 1;
    greatest = 0;
    for (int i = 0; i < newSize; i++) {
      double centre = shift + (i + 0.5) * scale;
      int at = i * width;
      int pixel = border.index((int) Math.floor(centre), oldSize);
      if (pixel < 0) {
        firsts[i] = -1;
        Arrays.fill(weights, at, at + width, 0);
        Arrays.fill(indices, at, at + width, least);
        continue;
      }
      if (nearest) {
        weights[at] = 1;
        indices[at] = pixel;
      } else {
        double inside =
            border == Border.REPLICATE ? Math.max(0.5, Math.min(oldSize - 0.5, centre)) : centre;
        filter(interpolation, border, inside, radius, stretch, oldSize, at);
      }
      firsts[i] = indices[at];
      for (int k = at; k < at + width; k++) {
        least = Math.min(least, indices[k]);
        greatest = Math.max(greatest, indices[k]);
      }
    }
    for (int i = 0; i < newSize * width; i++) {
      indices[i] = Math.max(least, indices[i]);
      offsets[i] = (indices[i] - least) * Image.CHANNELS;
    }
    pairs = width == 2;
    for (int i = 0; i < newSize && pairs; i++) {
      int at = 2 * i;
      if (weights[at] == 0 && weights[at + 1] == 1) {
        // The whole weight on the second: as good on the first.
        weights[at] = 1;
        weights[at + 1] = 0;
        offsets[at] = offsets[at + 1];
      }
      pairs = weights[at + 1] == 0 || offsets[at + 1] == offsets[at] + Image.CHANNELS;
    }
  }

  private void filter(
      Interpolation interpolation,
      Border border,
      double centre,
      double radius,
      double stretch,
      int oldSize,
      int at) {
    int from = (int) Math.floor(centre - radius + 0.5);
    double sum = 0;
    int last = -1;
    for (int k = 0; k < width; k++) {
      int index = from + k;
      double weight = interpolation.weight((index + 0.5 - centre) / stretch);
      int pixel = border == Border.REFLECT ? border.index(index, oldSize) : index;
      boolean exists = pixel >= 0 && pixel < oldSize;
      if (exists) {
        last = pixel;
      }
      indices[at + k] = exists ? pixel : -1;
      weights[at + k] = exists ? (float) weight : 0;
      sum += exists ? weight : 0;
    }
    for (int k = 0; k < width; k++) {
      weights[at + k] = (float) (weights[at + k] / sum);
      indices[at + k] = indices[at + k] < 0 ? last : indices[at + k];
    }
  }

  /**
   * Whether each new pixel is made of two old ones side by side, of which the second may have no
   * weight, with weights that sum to 1.
   */
  boolean arePairs() {
    return pairs;
  }

  /** Taps of each new pixel. */
  int width() {
    return width;
  }

  /** The first old pixel of a new one; -1 if it lies outside. */
  int first(int i) {
    return firsts[i];
  }

  int index(int i, int tap) {
    return indices[i * width + tap];
  }

  float weight(int i, int tap) {
    return weights[i * width + tap];
  }

  float[] weights() {
    return weights;
  }

  /** Where a tap's pixel begins in a line of values that begins with the least pixel used. */
  int[] offsets() {
    return offsets;
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
