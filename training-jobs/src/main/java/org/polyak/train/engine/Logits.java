package org.polyak.train.engine;

/** What logits say, in double precision. A row of C logits starts at {@code offset}. */
public final class Logits {

  private Logits() {}

  /** The class of the largest logit; of equal ones the first. */
  public static int argMax(float[] logits, int offset, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[offset + c] > logits[offset + best]) {
        best = c;
      }
    }
    return best;
  }

  /** Softmax cross entropy of a label, in nats: log sum exp - logit. */
  public static double crossEntropy(float[] logits, int offset, int classes, int label) {
    double max = logits[offset + argMax(logits, offset, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[offset + c] - max);
    }
    return max + StrictMath.log(sum) - logits[offset + label];
  }

  /** Softmax probabilities of the row. */
  public static double[] probabilities(float[] logits, int offset, int classes) {
    double max = logits[offset + argMax(logits, offset, classes)];
    double[] probabilities = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      probabilities[c] = StrictMath.exp(logits[offset + c] - max);
      sum += probabilities[c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }
}
