package org.polyak.train.averaging;

/** Takes a state through one epoch: the part of training that a master decides. */
public interface EpochTrainer extends AutoCloseable {

  /** Hears of every averaging. */
  @FunctionalInterface
  interface RoundListener {
    /**
     * Called after each round.
     *
     * @param examples images seen in the round
     * @param loss their mean cross entropy
     */
    void roundDone(long examples, double loss);
  }

  /**
   * What an epoch made.
   *
   * @param state the averaged state at its end
   * @param examples images seen
   * @param loss their mean cross entropy, in nats
   * @param accuracy part of them classified right, NaN if the master does not say
   * @param rounds averagings
   */
  record EpochResult(
      ReplicaState state, long examples, double loss, double accuracy, long rounds) {}

  /**
   * One epoch.
   *
   * @param start not modified
   * @param epoch epochs completed before
   */
  EpochResult train(ReplicaState start, int epoch, RoundListener listener);

  /** Where the time went so far. */
  Timeline timeline();

  @Override
  void close();
}
