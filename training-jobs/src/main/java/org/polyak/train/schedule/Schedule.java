package org.polyak.train.schedule;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A learning rate, or a momentum, as a function of progress alone. Progress is counted in epochs of
 * examples that all replicas together have seen, so neither the averaging period nor the number of
 * replicas shifts it.
 */
public interface Schedule extends Serializable {

  /**
   * The value for a step.
   *
   * @param epoch progress before the step, in epochs
   */
  double at(double epoch);

  /**
   * The epoch at which the rate first falls at once, other than by the end of a cycle; empty if it
   * does not.
   */
  default OptionalDouble firstDrop() {
    return OptionalDouble.empty();
  }

  /** Epochs at which a cycle of the schedule ends, in order; the end of training is the last. */
  List<Integer> cycleEnds();
}
