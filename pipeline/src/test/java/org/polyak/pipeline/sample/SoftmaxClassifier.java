package org.polyak.pipeline.sample;

/** Multinomial logistic regression on raw pixels, by plain stochastic gradient descent. */
final class SoftmaxClassifier {

  private final int inputs;
  private final int classes;
  private final double[] weights;

  SoftmaxClassifier(int inputs, int classes) {
    this.inputs = inputs;
    this.classes = classes;
    this.weights = new double[classes * (inputs + 1)];
  }

  /** Takes records of a label byte and the inputs as bytes. */
  void train(byte[] records, int count, int epochs, double rate) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int r = 0; r < count; r++) {
        double[] x = inputs(records, r);
        double[] p = probabilities(x);
        p[records[r * (inputs + 1)]] -= 1;
        for (int k = 0; k < classes; k++) {
          int at = k * (inputs + 1);
          double step = rate / (1 + epoch) * p[k] / 32;
          for (int i = 0; i <= inputs; i++) {
            weights[at + i] -= step * x[i];
          }
        }
      }
    }
  }

  double accuracy(byte[] records, int count) {
    int right = 0;
    for (int r = 0; r < count; r++) {
      double[] p = probabilities(inputs(records, r));
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = p[k] > p[best] ? k : best;
      }
      right += best == records[r * (inputs + 1)] ? 1 : 0;
    }
    return (double) right / count;
  }

  private double[] inputs(byte[] records, int r) {
    double[] x = new double[inputs + 1];
    for (int i = 0; i < inputs; i++) {
      x[i] = (records[r * (inputs + 1) + 1 + i] & 0xff) / 127.5 - 1;
    }
    x[inputs] = 1;
    return x;
  }

  private double[] probabilities(double[] x) {
    double[] p = new double[classes];
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      int at = k * (inputs + 1);
      for (int i = 0; i <= inputs; i++) {
        p[k] += weights[at + i] * x[i];
      }
      max = Math.max(max, p[k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      p[k] = Math.exp(p[k] - max);
      sum += p[k];
    }
    for (int k = 0; k < classes; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
