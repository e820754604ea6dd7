package org.polyak.train.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.polyak.train.average.TimeAverages;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.ReplicaState;

/**
 * All that is needed to go on with the same bits, after a round. The random streams and the
 * schedule need no state of their own: they are functions of the seed and of this position.
 *
 * @param header what the state is
 * @param state parameters, updater state and running statistics; the updater state is empty where
 *     replicas do not share one
 * @param memory what averaging remembers from round to round beside the state
 * @param averages averages over time so far
 */
public record Snapshot(
    Header header, ReplicaState state, AveragingMemory memory, TimeAverages averages) {

  /** Of plain averaging, which remembers nothing. */
  public Snapshot(Header header, ReplicaState state) {
    this(header, state, AveragingMemory.NONE);
  }

  /** Without averages over time. */
  public Snapshot(Header header, ReplicaState state, AveragingMemory memory) {
    this(header, state, memory, TimeAverages.NONE);
  }

  /**
   * What a snapshot's file says of itself.
   *
   * @param network name of the network
   * @param epoch epochs completed
   * @param within where in the next epoch this is; {@link EpochPosition#START} at the end of one
   * @param round rounds completed since the start of training
   * @param examples examples seen by all replicas together
   * @param cycleEnd whether a cycle of the schedule ends here
   * @param seconds wall-clock time spent in the next epoch so far
   * @param history the learning curve so far
   * @param recentLosses mean loss of the last rounds, the oldest first, which divergence is judged
   *     by
   * @param identity the run's identity, so that another run's snapshot is never continued
   */
  public record Header(
      String network,
      int epoch,
      EpochPosition within,
      long round,
      long examples,
      boolean cycleEnd,
      double seconds,
      List<HistoryPoint> history,
      List<Double> recentLosses,
      JsonNode identity) {

    /** Files of before there were snapshots within epochs are of ends of epochs. */
    public Header {
      within = within == null ? EpochPosition.START : within;
      recentLosses = recentLosses == null ? List.of() : recentLosses;
    }

    /** Whether an epoch ends here. */
    @JsonIgnore
    public boolean isEpochEnd() {
      return within.rounds() == 0;
    }
  }
}
