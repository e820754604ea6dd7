package org.polyak.train.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Stochastic gradient descent, plain or with momentum. With g = gradient + decay * w, momentum mu
 * and rate eta, the velocity v is kept in one of three forms:
 *
 * <pre>
 * accumulating  v &lt;- mu v + g             w &lt;- w - eta v   (PyTorch; Polyak 1964)
 * velocity      v &lt;- mu v - eta g         w &lt;- w + v       (Sutskever et al. 2013, Caffe)
 * average       v &lt;- mu v + (1 - mu) g    w &lt;- w - eta v   (a mean of gradients)
 * </pre>
 *
 * <p>At a constant rate the first two take the same steps, and the third those of a rate that is 1
 * - mu times as large. When the rate changes, the first and third act at once, while the velocity
 * form has old rates in v and takes about 1 / (1 - mu) steps to follow.
 *
 * <p>Nesterov's step evaluates the gradient at w + mu v. As usual, the vector that is kept is that
 * point itself, so that no other is needed: w &lt;- w - eta (g + mu v), w &lt;- w + mu v - eta g,
 * and w &lt;- w - eta ((1 - mu) g + mu v), each with the new v (Bengio et al. 2012, "Advances in
 * Optimizing Recurrent Networks").
 *
 * @param momentum 0 for plain descent, which keeps no state
 * @param form of the velocity
 * @param nesterov whether the gradient looks ahead
 */
public record Sgd(float momentum, Form form, boolean nesterov) implements UpdateRule {

  /** What the velocity is a sum of. */
  public enum Form {
    /** Gradients. */
    ACCUMULATING,
    /** Steps, rates included. */
    VELOCITY,
    /** Gradients, with weights whose sum is 1. */
    AVERAGE;

    /** The name in a recipe. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> keys() {
      return Arrays.stream(values()).map(Form::key).toList();
    }

    /** The form of a name. */
    public static Form ofKey(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  @Override
  public boolean hasMomentum() {
    return momentum > 0;
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void update(float[] w, float[] g, float[] state, ParameterRange range, Step step) {
    int from = range.from();
    int to = range.to();
    float eta = (float) step.rate();
    float decay = (float) step.decay();
    float keep = (float) step.keep();
    float mu = (float) step.momentumOr(momentum);
    if (momentum == 0) {
      plain(w, g, from, to, eta, decay, keep);
    } else if (form == Form.VELOCITY) {
      if (nesterov) {
        velocityAhead(w, g, state, from, to, eta, mu, decay, keep);
      } else {
        velocity(w, g, state, from, to, eta, mu, decay, keep);
      }
    } else {
      float part = form == Form.AVERAGE ? (float) (1 - step.momentumOr(momentum)) : 1;
      if (nesterov) {
        accumulateAhead(w, g, state, from, to, eta, mu, part, decay, keep);
      } else {
        accumulate(w, g, state, from, to, eta, mu, part, decay, keep);
      }
    }
  }

  private static void plain(
      float[] w, float[] g, int from, int to, float eta, float decay, float keep) {
    for (int i = from; i < to; i++) {
      w[i] = keep * w[i] - eta * (g[i] + decay * w[i]);
    }
  }

  private static void accumulate(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float eta,
      float mu,
      float part,
      float decay,
      float keep) {
    for (int i = from; i < to; i++) {
      float velocity = mu * v[i] + part * (g[i] + decay * w[i]);
      v[i] = velocity;
      w[i] = keep * w[i] - eta * velocity;
    }
  }

  private static void accumulateAhead(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float eta,
      float mu,
      float part,
      float decay,
      float keep) {
    for (int i = from; i < to; i++) {
      float gradient = part * (g[i] + decay * w[i]);
      float velocity = mu * v[i] + gradient;
      v[i] = velocity;
      w[i] = keep * w[i] - eta * (gradient + mu * velocity);
    }
  }

  private static void velocity(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float eta,
      float mu,
      float decay,
      float keep) {
    for (int i = from; i < to; i++) {
      float velocity = mu * v[i] - eta * (g[i] + decay * w[i]);
      v[i] = velocity;
      w[i] = keep * w[i] + velocity;
    }
  }

  private static void velocityAhead(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float eta,
      float mu,
      float decay,
      float keep) {
    for (int i = from; i < to; i++) {
      float descent = eta * (g[i] + decay * w[i]);
      float velocity = mu * v[i] - descent;
      v[i] = velocity;
      w[i] = keep * w[i] + mu * velocity - descent;
    }
  }
}
