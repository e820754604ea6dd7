package org.polyak.train.optimizer;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"): G
 * &lt;- rho G + (1 - rho) g^2, w &lt;- w - eta g / (sqrt(G) + epsilon). With momentum mu, as in
 * PyTorch: v &lt;- mu v + g / (sqrt(G) + epsilon), w &lt;- w - eta v.
 *
 * @param decay rho
 * @param epsilon added to the root, not under it
 * @param momentum mu; 0 for none, which keeps no v
 */
public record RmsProp(float decay, float epsilon, float momentum) implements UpdateRule {

  @Override
  public boolean hasMomentum() {
    return momentum > 0;
  }

  @Override
  public boolean dividesByMovingAverage() {
    return true;
  }

  @Override
  public int slots() {
    return momentum == 0 ? 1 : 2;
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    if (momentum == 0) {
      plain(w, g, state, range, step);
    } else {
      withMomentum(w, g, state, range, step);
    }
  }

  private void plain(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    float eta = (float) step.rate();
    float weightDecay = (float) step.decay();
    float keep = (float) step.keep();
    float rho = decay;
    float rest = 1 - decay;
    int to = range.to();
    for (int i = range.from(); i < to; i++) {
      float gradient = g[i] + weightDecay * w[i];
      float mean = rho * state[i] + rest * (gradient * gradient);
      state[i] = mean;
      w[i] = keep * w[i] - eta * gradient / ((float) Math.sqrt(mean) + epsilon);
    }
  }

  private void withMomentum(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    float eta = (float) step.rate();
    float weightDecay = (float) step.decay();
    float keep = (float) step.keep();
    float mu = (float) step.momentumOr(momentum);
    Block.each(
        w,
        g,
        state,
        range.from(),
        range.to(),
        (block, length) -> move(block, length, eta, mu, weightDecay, keep));
  }

  private void move(Block block, int length, float eta, float mu, float weightDecay, float keep) {
    float rho = decay;
    float rest = 1 - decay;
    float eps = epsilon;
    float[] w = block.w;
    float[] g = block.g;
    float[] means = block.first;
    float[] velocities = block.second;
    for (int i = 0; i < length; i++) {
      float gradient = g[i] + weightDecay * w[i];
      float mean = rho * means[i] + rest * (gradient * gradient);
      means[i] = mean;
      float velocity = mu * velocities[i] + gradient / ((float) Math.sqrt(mean) + eps);
      velocities[i] = velocity;
      w[i] = keep * w[i] - eta * velocity;
    }
  }
}
