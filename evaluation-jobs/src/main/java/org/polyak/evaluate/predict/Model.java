package org.polyak.evaluate.predict;

import java.io.Serializable;
import org.polyak.train.averaging.ReplicaState;

/**
 * Weights that predict.
 *
 * @param name unique among the models of an evaluation
 * @param run index of the run whose network they are of
 * @param state parameters and running statistics; the updater state is empty
 */
public record Model(String name, int run, ReplicaState state) implements Serializable {

  /** A model without what prediction does not need. */
  public static Model of(String name, int run, ReplicaState state) {
    return new Model(
        name, run, new ReplicaState(state.parameters(), new float[0], state.statistics()));
  }
}
