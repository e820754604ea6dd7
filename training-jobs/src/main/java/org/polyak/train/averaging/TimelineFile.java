package org.polyak.train.averaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@code timeline.json}: where the time of a run went. All times are seconds.
 *
 * @param schema version of the layout, {@link #SCHEMA}
 * @param stride every how many rounds one is kept in {@code rounds}
 * @param medianOverhead over the rounds of the last sitting, of wait and reduce
 * @param epochs sums of all rounds of each epoch
 * @param rounds rounds in their order
 */
public record TimelineFile(
    int schema,
    long stride,
    double medianOverhead,
    List<EpochTimes> epochs,
    List<RoundTimes> rounds) {

  /** The version of the layout that this code reads and writes. */
  public static final int SCHEMA = 1;

  /**
   * An epoch.
   *
   * @param epoch from 1, as in the learning curve
   * @param sitting from 1; a run that was resumed has several
   * @param rounds averagings
   * @param prepare making or finding the network, receiving the state
   * @param read reading the images
   * @param augment making batches
   * @param step gradients and updates
   * @param waiting what rounds took beyond their slowest replica: scheduling, broadcast, results
   * @param reduce averaging on the driver
   */
  public record EpochTimes(
      int epoch,
      long sitting,
      long rounds,
      double prepare,
      double read,
      double augment,
      double step,
      @JsonProperty("wait") double waiting,
      double reduce) {}

  /**
   * A round; its phases are those of its slowest replica.
   *
   * @param index rounds of the run before
   * @param sitting from 1
   * @param epoch from 1
   * @param round of the epoch, from 1
   * @param steps of a replica in it
   * @param at its start, since the sitting began
   * @param replicas the phases of each of the first 16 replicas
   */
  public record RoundTimes(
      long index,
      long sitting,
      int epoch,
      int round,
      int steps,
      double at,
      double prepare,
      double read,
      double augment,
      double step,
      @JsonProperty("wait") double waiting,
      double reduce,
      List<ReplicaTimes> replicas) {}

  /** A replica in a round. */
  public record ReplicaTimes(
      int replica, double prepare, double read, double augment, double step) {}
}
