package org.polyak.train.regularization;

import java.io.Serializable;
import org.polyak.pipeline.config.Section;

/**
 * Penalties that are added to the loss, and a constraint: R = l2 * sum w^2 + l1 * sum |w|, both
 * together the elastic net (Zou and Hastie 2005). There is no factor 1/2 in l2, as in Keras and in
 * the sum of most lecture notes, so its gradient is 2 * l2 * w: {@code l2: 0.5} is the same as a
 * coupled {@code weight-decay: 1} of the optimiser, which means w^2 / 2 as in PyTorch.
 *
 * @param l2 coefficient of w^2
 * @param l1 coefficient of |w|; its gradient at 0 is 0
 * @param maxNorm greatest Euclidean norm of the weights that lead to one unit (Srebro et al. 2005;
 *     Srivastava et al. 2014 use 3 or 4 with dropout); 0 for none
 */
public record Regularization(double l2, double l1, double maxNorm) implements Serializable {

  /** No penalty and no constraint. */
  public static final Regularization NONE = new Regularization(0, 0, 0);

  /** Reads {@code training.regularization}. */
  public static Regularization read(Section section) {
    return new Regularization(
        section.decimal("l2", 0, 0, 1e6),
        section.decimal("l1", 0, 0, 1e6),
        section.decimal("max-norm", 0, 0, 1e6));
  }

  /** What {@link #l2} adds to the coefficient of w in the gradient. */
  public double l2Decay() {
    return 2 * l2;
  }

  /** Adds the gradient of the L1 term, times a factor, to a part of the gradient. */
  public void addL1(float[] parameters, float[] gradient, int from, int to, double factor) {
    float slope = (float) (l1 * factor);
    if (slope == 0) {
      return;
    }
    for (int i = from; i < to; i++) {
      gradient[i] += slope * Math.signum(parameters[i]);
    }
  }

  /** The penalty of a part of the parameters. */
  public double penalty(float[] parameters, int from, int to) {
    double squares = 0;
    double magnitudes = 0;
    if (l2 == 0 && l1 == 0) {
      return 0;
    }
    for (int i = from; i < to; i++) {
      double w = parameters[i];
      squares += w * w;
      magnitudes += Math.abs(w);
    }
    return l2 * squares + l1 * magnitudes;
  }

  /**
   * Shrinks the weights of every unit whose norm is above the limit to the limit. A mean of vectors
   * within the limit is within it, so averaging replicas keeps the constraint.
   *
   * @param parameters changed
   * @param outputs units; weight i leads to unit (i - from) % outputs
   */
  public void constrain(float[] parameters, int from, int to, int outputs) {
    if (maxNorm == 0) {
      return;
    }
    double[] squares = new double[outputs];
    for (int i = from; i < to; i += outputs) {
      for (int o = 0; o < outputs; o++) {
        double w = parameters[i + o];
        squares[o] += w * w;
      }
    }
    float[] scales = new float[outputs];
    boolean above = false;
    for (int o = 0; o < outputs; o++) {
      double norm = StrictMath.sqrt(squares[o]);
      scales[o] = norm > maxNorm ? (float) (maxNorm / norm) : 1;
      above |= norm > maxNorm;
    }
    if (!above) {
      return;
    }
    for (int i = from; i < to; i += outputs) {
      for (int o = 0; o < outputs; o++) {
        parameters[i + o] *= scales[o];
      }
    }
  }
}
