package org.polyak.augment.image;

import java.io.Serializable;

/**
 * A square matrix that images are multiplied by: {@code output[j] = sum over k of input[k] *
 * rows[k][j]}. Products are added in one order, whatever the number of images, so that an image's
 * result does not depend on its batch.
 *
 * @param rows one for each input, as long as there are outputs; not copied
 */
public record PixelMatrix(float[][] rows) implements Serializable {

  /** Inputs whose products are added at a time: a fourth of the traffic on the sums. */
  private static final int GROUP = 4;

  /** A tile of 32 x 1024 floats is 128 KB and stays in the second cache for all of a batch. */
  private static final int TILE_INPUTS = 32;

  private static final int TILE_OUTPUTS = 1024;

  /** Checks the shape. */
  public PixelMatrix {
    for (float[] row : rows) {
      if (row.length != rows.length) {
        throw new IllegalArgumentException(
            "a row of %d values (expected %d)".formatted(row.length, rows.length));
      }
    }
  }

  /** Number of rows and columns. */
  public int size() {
    return rows.length;
  }

  /**
   * Replaces images by their products.
   *
   * @param batch {@code size} values of each image, one image after another
   * @param images number of images; what comes after them is left alone
   */
  public void multiply(float[] batch, int images) {
    int size = size();
    // An array for each image, so that all arrays of the inner loop have one index: wide registers
    // then do it, five times as fast.
    float[][] sums = new float[images][size];
    for (int input = 0; input < size; input += TILE_INPUTS) {
      for (int output = 0; output < size; output += TILE_OUTPUTS) {
        int end = Math.min(output + TILE_OUTPUTS, size);
        for (int image = 0; image < images; image++) {
          addTile(batch, image * size, input, sums[image], output, end);
        }
      }
    }
    for (int image = 0; image < images; image++) {
      System.arraycopy(sums[image], 0, batch, image * size, size);
    }
  }

  private void addTile(float[] batch, int image, int first, float[] sums, int from, int to) {
    int end = Math.min(first + TILE_INPUTS, size());
    int k = first;
    for (; k + GROUP <= end; k += GROUP) {
      addFour(batch, image + k, k, sums, from, to);
    }
    for (; k < end; k++) {
      float factor = batch[image + k];
      float[] row = rows[k];
      for (int j = from; j < to; j++) {
        sums[j] += factor * row[j];
      }
    }
  }

  private void addFour(float[] batch, int at, int k, float[] sums, int from, int to) {
    float a = batch[at];
    float b = batch[at + 1];
    float c = batch[at + 2];
    float d = batch[at + 3];
    float[] first = rows[k];
    float[] second = rows[k + 1];
    float[] third = rows[k + 2];
    float[] fourth = rows[k + 3];
    for (int j = from; j < to; j++) {
      sums[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
    }
  }
}
