package org.polyak.train.engine.onednn;

import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Logits;

/** Softmax cross entropy of a batch and its gradient, in double precision. */
final class SoftmaxLoss {

  private SoftmaxLoss() {}

  /**
   * The mean loss over the batch.
   *
   * @param logits {@code [size][classes]}
   * @param targets {@code [size][classes]}
   * @param gradient receives the gradient of the mean loss by the logits: (p sum(t) - t) / size
   */
  static BatchResult of(int size, int classes, float[] logits, float[] targets, float[] gradient) {
    double loss = 0;
    int correct = 0;
    for (int row = 0; row < size * classes; row += classes) {
      double[] p = Logits.probabilities(logits, row, classes);
      double mass = 0;
      for (int c = 0; c < classes; c++) {
        float target = targets[row + c];
        mass += target;
        if (target != 0) {
          loss += target * Logits.crossEntropy(logits, row, classes, c);
        }
      }
      for (int c = 0; c < classes; c++) {
        gradient[row + c] = (float) ((p[c] * mass - targets[row + c]) / size);
      }
      if (Logits.argMax(logits, row, classes) == Logits.argMax(targets, row, classes)) {
        correct++;
      }
    }
    return new BatchResult(loss / size, correct);
  }
}
