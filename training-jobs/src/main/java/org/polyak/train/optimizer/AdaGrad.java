package org.polyak.train.optimizer;

/**
 * AdaGrad (Duchi et al. 2011): G &lt;- G + g^2, w &lt;- w - eta g / (sqrt(G) + epsilon). Steps only
 * become shorter, and with them training slows down.
 *
 * @param epsilon added to the root, not under it
 */
public record AdaGrad(float epsilon) implements UpdateRule {

  @Override
  public boolean hasMomentum() {
    return false;
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    float eta = (float) step.rate();
    float decay = (float) step.decay();
    float keep = (float) step.keep();
    int to = range.to();
    for (int i = range.from(); i < to; i++) {
      float gradient = g[i] + decay * w[i];
      float sum = state[i] + gradient * gradient;
      state[i] = sum;
      w[i] = keep * w[i] - eta * gradient / ((float) Math.sqrt(sum) + epsilon);
    }
  }
}
