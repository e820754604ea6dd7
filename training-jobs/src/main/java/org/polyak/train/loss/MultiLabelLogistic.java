package org.polyak.train.loss;

/**
 * Logistic regression for each class by itself: the sum over classes of -t log s - (1 - t) log(1 -
 * s) with s = 1 / (1 + exp(-f)); the derivative by f is s - t. A class is predicted where f is
 * above 0, so where s is above 1/2.
 */
public record MultiLabelLogistic() implements Loss {

  @Override
  public double of(double[] logits, double[] targets, double[] gradient) {
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double f = logits[c];
      double e = StrictMath.exp(-Math.abs(f));
      loss += Math.max(f, 0) - targets[c] * f + StrictMath.log1p(e);
      gradient[c] = (f >= 0 ? 1 / (1 + e) : e / (1 + e)) - targets[c];
    }
    return loss;
  }
}
