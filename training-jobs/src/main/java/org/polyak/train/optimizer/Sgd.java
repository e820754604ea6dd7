package org.polyak.train.optimizer;

/**
 * Stochastic gradient descent with momentum and coupled weight decay, as in PyTorch: with g =
 * gradient + decay * w,
 *
 * <pre>
 * v &lt;- momentum * v + g
 * w &lt;- w - rate * v                   (heavy ball)
 * w &lt;- w - rate * (g + momentum * v)  (Nesterov; Sutskever et al. 2013, in that form)
 * </pre>
 *
 * <p>The velocity does not contain the rate, so a change of the rate acts at once. All parameters
 * decay, biases and batch-norm scales too, as in He et al. 2015.
 *
 * @param momentum 0 for plain descent, which keeps no state
 * @param nesterov whether the gradient looks ahead
 * @param weightDecay coefficient of w in g, that is of w^2 / 2 in the loss
 */
public record Sgd(float momentum, boolean nesterov, float weightDecay) implements Optimizer {

  @Override
  public int stateSize(int parameters) {
    return momentum == 0 ? 0 : parameters;
  }

  @Override
  public void step(float[] parameters, float[] gradient, float[] state, double rate) {
    float eta = (float) rate;
    if (momentum == 0) {
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] -= eta * (gradient[i] + weightDecay * parameters[i]);
      }
    } else if (nesterov) {
      for (int i = 0; i < parameters.length; i++) {
        float g = gradient[i] + weightDecay * parameters[i];
        float v = momentum * state[i] + g;
        state[i] = v;
        parameters[i] -= eta * (g + momentum * v);
      }
    } else {
      for (int i = 0; i < parameters.length; i++) {
        float v = momentum * state[i] + gradient[i] + weightDecay * parameters[i];
        state[i] = v;
        parameters[i] -= eta * v;
      }
    }
  }
}
