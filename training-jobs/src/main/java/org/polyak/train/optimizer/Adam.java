package org.polyak.train.optimizer;

/**
 * Adam (Kingma and Ba 2015): m &lt;- beta1 m + (1 - beta1) g, v &lt;- beta2 v + (1 - beta2) g^2, w
 * &lt;- w - eta m' / (sqrt(v') + epsilon), where m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t),
 * t from 1. The corrected means are used in the step alone and never fed back. With decoupled decay
 * this is AdamW (Loshchilov and Hutter 2019).
 *
 * @param beta1 of the mean of gradients; a schedule of momentum takes its place
 * @param beta2 of the mean of their squares
 * @param epsilon added to the root, not under it
 * @param biasCorrection whether means are corrected; without it m' = m and v' = v, and the first
 *     step is (1 - beta1) / sqrt(1 - beta2) times as long, 3.2 times with the usual values
 */
public record Adam(double beta1, double beta2, double epsilon, boolean biasCorrection)
    implements UpdateRule {

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public boolean dividesByMovingAverage() {
    return true;
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public int scalars() {
    return 2 * MeanWeight.SCALARS;
  }

  @Override
  public void begin(float[] state, Step step) {
    MeanWeight.step(state, state.length - 2 * MeanWeight.SCALARS, step.momentumOr(beta1));
    MeanWeight.step(state, state.length - MeanWeight.SCALARS, beta2);
  }

  /** 1 - beta1^t, or 1. */
  double correction1(float[] state) {
    return biasCorrection ? MeanWeight.get(state, state.length - 2 * MeanWeight.SCALARS) : 1;
  }

  /** 1 - beta2^t, or 1. */
  double correction2(float[] state) {
    return biasCorrection ? MeanWeight.get(state, state.length - MeanWeight.SCALARS) : 1;
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    double beta = step.momentumOr(beta1);
    float b1 = (float) beta;
    float rest1 = (float) (1 - beta);
    float b2 = (float) beta2;
    float rest2 = (float) (1 - beta2);
    float eta = (float) (step.rate() / correction1(state));
    float root = (float) (1 / StrictMath.sqrt(correction2(state)));
    float eps = (float) epsilon;
    float decay = (float) step.decay();
    float keep = (float) step.keep();
    Block.each(
        w,
        g,
        state,
        range.from(),
        range.to(),
        (block, length) -> move(block, length, b1, rest1, b2, rest2, eta, root, eps, decay, keep));
  }

  private static void move(
      Block block,
      int length,
      float b1,
      float rest1,
      float b2,
      float rest2,
      float eta,
      float root,
      float eps,
      float decay,
      float keep) {
    float[] w = block.w;
    float[] g = block.g;
    float[] means = block.first;
    float[] squares = block.second;
    for (int i = 0; i < length; i++) {
      float gradient = g[i] + decay * w[i];
      float mean = b1 * means[i] + rest1 * gradient;
      float square = b2 * squares[i] + rest2 * (gradient * gradient);
      means[i] = mean;
      squares[i] = square;
      w[i] = keep * w[i] - eta * mean / (root * (float) Math.sqrt(square) + eps);
    }
  }
}
