package org.polyak.train.loss;

import java.util.Arrays;

/**
 * The multiclass support vector machine of Weston and Watkins (1999): of an image of class y, the
 * sum over the other classes of max(0, f_j - f_y + margin), or of its square. Shared targets weigh
 * the losses of their classes. With equal logits and margin 1 it is C - 1.
 *
 * @param margin above 0
 * @param squared whether the hinges are squared
 */
public record MulticlassHinge(double margin, boolean squared) implements Loss {

  /** Checks the margin. */
  public MulticlassHinge {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("Invalid margin: %s (expected above 0)".formatted(margin));
    }
  }

  @Override
  public double of(double[] logits, double[] targets, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int y = 0; y < logits.length; y++) {
      for (int j = 0; targets[y] != 0 && j < logits.length; j++) {
        double hinge = j == y ? 0 : Math.max(0, logits[j] - logits[y] + margin);
        if (hinge > 0) {
          loss += targets[y] * (squared ? hinge * hinge : hinge);
          double slope = targets[y] * (squared ? 2 * hinge : 1);
          gradient[j] += slope;
          gradient[y] -= slope;
        }
      }
    }
    return loss;
  }
}
