package org.polyak.train.loss;

/**
 * A support vector machine for each class by itself: the sum over classes of max(0, 1 - y f) with y
 * = 1 for target 1 and y = -1 for target 0; a target between weighs the two.
 */
public record MultiLabelHinge() implements Loss {

  @Override
  public double of(double[] logits, double[] targets, double[] gradient) {
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double t = targets[c];
      loss += t * Math.max(0, 1 - logits[c]) + (1 - t) * Math.max(0, 1 + logits[c]);
      gradient[c] = (logits[c] > -1 ? 1 - t : 0) - (logits[c] < 1 ? t : 0);
    }
    return loss;
  }
}
