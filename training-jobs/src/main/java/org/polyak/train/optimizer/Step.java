package org.polyak.train.optimizer;

/**
 * What one step is taken with.
 *
 * @param rate learning rate
 * @param momentum instead of the rule's own; NaN to leave that
 * @param decay coefficient of w that is added to the gradient (coupled decay)
 * @param keep what w is multiplied by before the step (1 - rate * decay for decoupled decay, else
 *     1)
 */
public record Step(double rate, double momentum, double decay, double keep) {

  /** A step without decay. */
  public static Step of(double rate) {
    return new Step(rate, Double.NaN, 0, 1);
  }

  /** The momentum of a rule whose own is {@code own}. */
  double momentumOr(double own) {
    return Double.isNaN(momentum) ? own : momentum;
  }
}
