package org.polyak.train.loss;

import java.util.Arrays;

/**
 * Softmax cross entropy in nats: the sum over classes of -t_c log p_c with p_c = exp f_c / sum exp
 * f_j; the derivative by f_c is p_c sum t - t_c. With equal logits it is log C, so about that at
 * the start of training.
 *
 * @param smoothing share e of the target that is spread over all classes alike (Szegedy et al.,
 *     "Rethinking the Inception architecture for computer vision", 2016, section 7): t_c becomes (1
 *     - e) t_c + e / C. 0 to below 1; validation takes none
 */
public record SoftmaxCrossEntropy(double smoothing) implements Loss {

  /** Checks the share. */
  public SoftmaxCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "Invalid label smoothing: %s (expected 0 to below 1)".formatted(smoothing));
    }
  }

  /** Without smoothing. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  @Override
  public double of(double[] logits, double[] targets, double[] gradient) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    double mass = 0;
    for (int c = 0; c < logits.length; c++) {
      gradient[c] = StrictMath.exp(logits[c] - max);
      sum += gradient[c];
      mass += targets[c];
    }
    double logSum = max + StrictMath.log(sum);
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double target = (1 - smoothing) * targets[c] + smoothing * mass / logits.length;
      if (target != 0) {
        loss += target * (logSum - logits[c]);
      }
      gradient[c] = gradient[c] / sum * mass - target;
    }
    return loss;
  }

  @Override
  public Loss forValidation() {
    return new SoftmaxCrossEntropy();
  }
}
