package org.polyak.evaluate.predict;

import org.polyak.pipeline.dataset.DatasetInfo;

/**
 * Into how many slices a split is predicted, each a task and a file. It follows from the data and
 * from what is asked alone, so that batches, and with them the last bits, do not depend on the
 * cluster, and so that a prediction that was stopped finds its files again.
 */
final class PredictionSlices {

  /** Images of a slice whose prediction takes long beside what a task and a file take. */
  private static final int FEW = 512;

  /** Images of a slice when each needs one forward pass of a few hundred microseconds. */
  private static final int MANY = 2048;

  /** Of a split so many slices at least keep cores busy, before they get longer. */
  private static final int TASKS = 16;

  /** Pixels from which on an image counts as long to predict and large to hold. */
  private static final int LARGE = 64 * 64;

  private PredictionSlices() {}

  /**
   * The number of slices.
   *
   * @param info of the data set
   * @param rows images that are predicted
   * @param passes forward passes for an image, of all models
   */
  static int count(DatasetInfo info, long rows, int passes) {
    long size = (long) info.width() * info.height();
    boolean large = size == 0 || size > LARGE;
    long images = large ? FEW : Math.min(MANY / Math.max(1, passes), rows / TASKS);
    images = Math.max(FEW, images);
    return (int) ((rows + images - 1) / images);
  }
}
