package org.polyak.train.averaging;

import java.io.Serializable;
import org.polyak.train.averaging.RoundResult.PhaseSeconds;

/**
 * What the driver hears of each replica after a round, beside the average.
 *
 * @param replica its number
 * @param examples images it saw in the round; 0 if its slice was used up
 * @param lossSum sum over these images of their cross entropy, in nats
 * @param correct images classified right
 * @param seconds where the time went
 * @param statistics its running statistics of batch normalisation
 * @param own what it keeps for itself, {@link AveragingMemory#replicas}; empty arrays if nothing
 */
public record RoundReport(
    int replica,
    long examples,
    double lossSum,
    long correct,
    PhaseSeconds seconds,
    float[] statistics,
    ReplicaState own)
    implements Serializable {

  /** Times and counts alone. */
  RoundReport withoutState() {
    return new RoundReport(
        replica, examples, lossSum, correct, seconds, new float[0], new ReplicaState());
  }
}
