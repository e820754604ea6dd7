package org.polyak.train.engine;

import org.polyak.train.loss.Loss;

/** The mean loss of a batch, in double precision. */
public final class BatchLoss {

  private BatchLoss() {}

  /**
   * The mean loss over the batch, and how many images have their largest logit at the largest
   * target.
   *
   * @param logits {@code [size][classes]}
   * @param targets {@code [size][classes]}; may be longer
   * @param gradient receives the derivative of the mean loss by each logit
   */
  public static BatchResult of(
      Loss loss, int size, int classes, float[] logits, float[] targets, float[] gradient) {
    double[] row = new double[classes];
    double[] target = new double[classes];
    double[] slope = new double[classes];
    double sum = 0;
    int correct = 0;
    for (int first = 0; first < size * classes; first += classes) {
      for (int c = 0; c < classes; c++) {
        row[c] = logits[first + c];
        target[c] = targets[first + c];
      }
      sum += loss.of(row, target, slope);
      for (int c = 0; c < classes; c++) {
        gradient[first + c] = (float) (slope[c] / size);
      }
      if (Logits.argMax(logits, first, classes) == Logits.argMax(targets, first, classes)) {
        correct++;
      }
    }
    return new BatchResult(sum / size, correct);
  }
}
