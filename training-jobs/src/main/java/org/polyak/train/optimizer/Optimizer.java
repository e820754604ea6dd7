package org.polyak.train.optimizer;

import java.io.Serializable;

/** A rule that changes parameters by their gradient. Holds no state of its own. */
public interface Optimizer extends Serializable {

  /** Length of the state vector for {@code parameters} parameters; it starts with zeros. */
  int stateSize(int parameters);

  /**
   * One step, in place.
   *
   * @param parameters changed
   * @param gradient of the mean loss; not modified
   * @param state of length {@link #stateSize}; changed
   * @param rate learning rate
   */
  void step(float[] parameters, float[] gradient, float[] state, double rate);
}
