package org.polyak.evaluate.predict;

import org.polyak.pipeline.dataset.ImageRecord;

/** An image some of whose views are still to be predicted. */
final class OpenImage {

  private final ImageRecord image;
  private final double[][] sums;
  private int remaining;

  OpenImage(ImageRecord image, int columns) {
    this.image = image;
    this.sums = new double[columns][];
  }

  String id() {
    return image.id();
  }

  /** Counts views that will come. */
  void expect(int views) {
    remaining += views;
  }

  /** A view went through all its models. */
  void viewDone() {
    remaining--;
  }

  boolean complete() {
    return remaining == 0;
  }

  /** Adds a view's part to the mean of a column. */
  void add(int column, double[] probabilities, double part) {
    if (sums[column] == null) {
      sums[column] = new double[probabilities.length];
    }
    double[] sum = sums[column];
    for (int c = 0; c < sum.length; c++) {
      sum[c] += part * probabilities[c];
    }
  }

  Prediction prediction() {
    float[][] probabilities = new float[sums.length][];
    for (int column = 0; column < sums.length; column++) {
      probabilities[column] = new float[sums[column].length];
      for (int c = 0; c < sums[column].length; c++) {
        probabilities[column][c] = (float) sums[column][c];
      }
    }
    return new Prediction(image.id(), image.label(), image.width(), image.height(), probabilities);
  }
}
