package org.polyak.train.averaging;

import java.io.Serializable;
import org.polyak.train.schedule.Moment;

/**
 * How one epoch is divided among replicas: a function of sizes alone. Replica r owns a contiguous
 * slice of the training split (sizes differ by one at most), takes it in batches, the last one
 * smaller, and averages after every {@code period} steps and at the end of the epoch. So every
 * example is used exactly once an epoch.
 *
 * @param examples training examples N
 * @param replicas W
 * @param batchSize b
 * @param period steps of a replica in a round, tau
 */
public record EpochPlan(long examples, int replicas, int batchSize, int period)
    implements Serializable {

  /** Checks that there is something to do. */
  public EpochPlan {
    if (examples < replicas || replicas < 1 || batchSize < 1 || period < 1) {
      throw new IllegalArgumentException(
          "Cannot divide %d examples among %d replicas".formatted(examples, replicas));
    }
  }

  /** Position in the split of the first example of a replica. */
  public long first(int replica) {
    long remainder = examples % replicas;
    return replica * (examples / replicas) + Math.min(replica, remainder);
  }

  /** Number of examples of a replica. */
  public int size(int replica) {
    return Math.toIntExact(first(replica + 1) - first(replica));
  }

  /** Steps of a replica in an epoch. */
  public int steps(int replica) {
    return (size(replica) + batchSize - 1) / batchSize;
  }

  /** Rounds of an epoch. */
  public int rounds() {
    return (steps(0) + period - 1) / period;
  }

  /** The same with another period. */
  public EpochPlan withPeriod(int other) {
    return new EpochPlan(examples, replicas, batchSize, other);
  }

  /** Steps of a replica in a round; 0 if its slice is used up. */
  public int steps(int replica, int round) {
    return firstStep(replica, round + 1) - firstStep(replica, round);
  }

  /** First step of a replica in a round; at most {@link #steps}. */
  public int firstStep(int replica, int round) {
    return (int) Math.min((long) round * period, steps(replica));
  }

  /** Index within the slice of the first example of a step. */
  public int firstExample(int step) {
    return step * batchSize;
  }

  /** Number of examples of a step of a replica. */
  public int batch(int replica, int step) {
    return Math.min(batchSize, size(replica) - firstExample(step));
  }

  /**
   * Examples that all replicas together have seen in this epoch when every one of them has taken
   * {@code steps} steps, or as many as it has.
   */
  public long seenAfter(int steps) {
    long seen = 0;
    for (int r = 0; r < replicas; r++) {
      seen += Math.min((long) steps * batchSize, size(r));
    }
    return seen;
  }

  /**
   * When a step is taken, as schedules count.
   *
   * @param epoch epochs completed before
   * @param step of every replica, from 0
   */
  public Moment moment(int epoch, int step) {
    return new Moment(epoch, (double) seenAfter(step) / examples, (double) step / steps(0));
  }
}
