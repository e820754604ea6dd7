package org.polyak.train.loss;

import java.io.Serializable;

/** The loss of one image, a function of its logits and targets. */
public interface Loss extends Serializable {

  /**
   * The loss and its derivatives.
   *
   * @param logits f, one a class
   * @param targets t, one a class, each 0 to 1: 1 for the class of the image and 0 for the others,
   *     or shares that sum to 1 where images are mixed; for losses of several labels, 1 for every
   *     class that the image belongs to
   * @param gradient receives the derivative by each logit
   */
  double of(double[] logits, double[] targets, double[] gradient);

  /** The loss of an image of one class while all logits are equal: what training starts with. */
  default double ofEqualLogits(int classes) {
    double[] target = new double[classes];
    target[0] = 1;
    return of(new double[classes], target, new double[classes]);
  }

  /** The same loss as validation takes it, without what only hinders training. */
  default Loss forValidation() {
    return this;
  }
}
