package org.polyak.train.averaging;

import java.io.Serializable;

/**
 * What one replica gives back after a round.
 *
 * @param replica its number
 * @param state what it ended with
 * @param examples images it saw in the round; 0 if its slice was used up
 * @param lossSum sum over these images of their losses
 * @param correct images classified right
 * @param seconds where the time went
 */
public record RoundResult(
    int replica,
    ReplicaState state,
    long examples,
    double lossSum,
    long correct,
    PhaseSeconds seconds)
    implements Serializable {

  /**
   * Seconds of one replica in one round.
   *
   * @param prepare receiving the state, making or finding the warm replica
   * @param read reading the slice; 0 if it was in memory
   * @param augment waiting for batches: what making them took beyond what was done meanwhile
   * @param step gradients and updates
   */
  public record PhaseSeconds(double prepare, double read, double augment, double step)
      implements Serializable {

    /** All of it. */
    public double total() {
      return prepare + read + augment + step;
    }
  }
}
