package org.polyak.train.optimizer;

/**
 * LARS, layer-wise adaptive rates (You et al. 2017, "Large Batch Training of Convolutional
 * Networks", algorithm 1): for each array of weights, with decay beta,
 *
 * <pre>
 * local = trust |w| / (|g| + beta |w|)
 * v &lt;- mu v + eta local (g + beta w)
 * w &lt;- w - v
 * </pre>
 *
 * <p>Biases, scales and shifts have local = 1; so has an array whose weights or gradients are all
 * zero.
 *
 * @param momentum mu
 * @param trust 0.001 in the paper
 */
public record Lars(float momentum, float trust) implements UpdateRule {

  @Override
  public boolean hasMomentum() {
    return momentum > 0;
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean takesWholeArrays() {
    return true;
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    int from = range.from();
    int to = range.to();
    float eta = (float) (step.rate() * (range.weights() ? local(w, g, from, to, step) : 1));
    float mu = (float) step.momentumOr(momentum);
    float decay = (float) step.decay();
    float keep = (float) step.keep();
    for (int i = from; i < to; i++) {
      float velocity = mu * state[i] + eta * (g[i] + decay * w[i]);
      state[i] = velocity;
      w[i] = keep * w[i] - velocity;
    }
  }

  private double local(float[] w, float[] g, int from, int to, Step step) {
    double weights = Norms.norm(w, from, to);
    double gradients = Norms.norm(g, from, to);
    return weights > 0 && gradients > 0
        ? trust * weights / (gradients + step.decay() * weights)
        : 1;
  }
}
