package org.polyak.train.optimizer;

/**
 * LAMB (You et al. 2019, "Large Batch Optimization for Deep Learning", algorithm 2): the step of
 * Adam with decay, u = m' / (sqrt(v') + epsilon) + decay w, of every array of weights is given the
 * length of the weights: w &lt;- w - eta (|w| / |u|) u. The ratio is 1 for biases, scales and
 * shifts, and where one of the norms is zero.
 *
 * @param adam betas, epsilon and bias correction
 */
public record Lamb(Adam adam) implements UpdateRule {

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
    return adam.slots();
  }

  @Override
  public int scalars() {
    return adam.scalars();
  }

  @Override
  public boolean takesWholeArrays() {
    return true;
  }

  @Override
  public boolean couplesDecay() {
    return false;
  }

  @Override
  public void begin(float[] state, Step step) {
    adam.begin(state, step);
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    int from = range.from();
    int to = range.to();
    direction(w, g, state, from, to, step);
    float eta = (float) (step.rate() * (range.weights() ? ratio(w, g, from, to) : 1));
    float keep = (float) step.keep();
    for (int i = from; i < to; i++) {
      w[i] = keep * w[i] - eta * g[i];
    }
  }

  /** Replaces the gradient by u. */
  private void direction(float[] w, float[] g, float[] state, int from, int to, Step step) {
    double beta = step.momentumOr(adam.beta1());
    float b1 = (float) beta;
    float rest1 = (float) (1 - beta);
    float b2 = (float) adam.beta2();
    float rest2 = (float) (1 - adam.beta2());
    float scale = (float) (1 / adam.correction1(state));
    float root = (float) (1 / StrictMath.sqrt(adam.correction2(state)));
    float eps = (float) adam.epsilon();
    float decay = (float) step.decay();
    Block.each(
        w,
        g,
        state,
        from,
        to,
        (block, length) -> turn(block, length, b1, rest1, b2, rest2, scale, root, eps, decay));
  }

  private static void turn(
      Block block,
      int length,
      float b1,
      float rest1,
      float b2,
      float rest2,
      float scale,
      float root,
      float eps,
      float decay) {
    float[] w = block.w;
    float[] g = block.g;
    float[] means = block.first;
    float[] squares = block.second;
    for (int i = 0; i < length; i++) {
      float gradient = g[i];
      float mean = b1 * means[i] + rest1 * gradient;
      float square = b2 * squares[i] + rest2 * (gradient * gradient);
      means[i] = mean;
      squares[i] = square;
      g[i] = scale * mean / (root * (float) Math.sqrt(square) + eps) + decay * w[i];
    }
  }

  private static double ratio(float[] w, float[] u, int from, int to) {
    double weights = Norms.norm(w, from, to);
    double length = Norms.norm(u, from, to);
    return weights > 0 && length > 0 ? weights / length : 1;
  }
}
