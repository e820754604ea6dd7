package org.polyak.train.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.polyak.train.averaging.ReplicaState;

/**
 * All that is needed to go on with the same bits, at the end of an epoch. The random streams and
 * the schedule need no state of their own: they are functions of the seed and of this position.
 *
 * @param header what the state is
 * @param state parameters, updater state and running statistics
 */
public record Snapshot(Header header, ReplicaState state) {

  /**
   * What a snapshot's file says of itself.
   *
   * @param network name of the network
   * @param epoch epochs completed
   * @param round rounds completed since the start of training
   * @param examples examples seen by all replicas together
   * @param cycleEnd whether a cycle of the schedule ends here
   * @param history the learning curve so far
   * @param identity the run's identity, so that another run's snapshot is never continued
   */
  public record Header(
      String network,
      int epoch,
      long round,
      long examples,
      boolean cycleEnd,
      List<HistoryPoint> history,
      JsonNode identity) {}
}
