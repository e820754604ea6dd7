package org.polyak.train.optimizer;

import java.io.Serializable;

/**
 * A rule that changes parameters by their gradient. Holds no state of its own: what it remembers
 * lies in a vector that starts with zeros, {@link #slots} values a parameter (all first values,
 * then all second ones) and then {@link #scalars} more. Every value of it is a sum over past steps
 * with weights that do not depend on what was summed, so the mean of several replicas' vectors is
 * again a state.
 */
public interface UpdateRule extends Serializable {

  /** Values of state for each parameter. */
  int slots();

  /** Values of state beside them. */
  default int scalars() {
    return 0;
  }

  /** Whether the rule has a momentum that a schedule can set. */
  boolean hasMomentum();

  /** Whether the rule looks at the norms of whole arrays, so that ranges must not be joined. */
  default boolean takesWholeArrays() {
    return false;
  }

  /** Whether weight decay acts through the gradient, as the derivative of a penalty. */
  default boolean couplesDecay() {
    return true;
  }

  /**
   * Whether steps are divided by the root of something in the state that can become smaller: then
   * an error that is small against what it was is not small against what it is, and may even bring
   * it below zero.
   */
  default boolean dividesByMovingAverage() {
    return false;
  }

  /** Called once a step, before the first {@link #update}. */
  default void begin(float[] state, Step step) {}

  /**
   * One step of some parameters, in place.
   *
   * @param parameters changed
   * @param gradient laid out as the parameters; its values in the range may be overwritten
   * @param state changed
   * @param range which parameters
   * @param step rate and decay of this range
   */
  void update(float[] parameters, float[] gradient, float[] state, ParameterRange range, Step step);
}
