package org.polyak.train.averaging;

import java.util.List;
import org.polyak.train.schedule.TrainingSchedule;

/** Takes a state through one epoch: the part of training that a master decides. */
public interface EpochTrainer extends AutoCloseable {

  /** Hears of every averaging, and may end training by throwing. */
  @FunctionalInterface
  interface RoundListener {
    /** Called after each round. */
    void roundDone(Round round);
  }

  /**
   * A round that is done.
   *
   * @param examples images seen in it
   * @param loss their mean loss; not finite if training has diverged
   * @param replicaLosses the same for each replica that saw images, in replica order
   * @param state the average; not to be modified
   * @param memory what averaging remembers beside it
   * @param position within the epoch, this round included
   */
  record Round(
      long examples,
      double loss,
      List<Double> replicaLosses,
      ReplicaState state,
      AveragingMemory memory,
      EpochPosition position) {}

  /**
   * What an epoch made.
   *
   * @param state the averaged state at its end
   * @param memory what averaging remembers beside it
   * @param examples images seen
   * @param loss their mean loss
   * @param accuracy part of them classified right, NaN if the master does not say
   * @param rounds averagings
   */
  record EpochResult(
      ReplicaState state,
      AveragingMemory memory,
      long examples,
      double loss,
      double accuracy,
      long rounds) {}

  /**
   * One epoch, or the rest of one.
   *
   * @param start not modified
   * @param memory what averaging remembers beside it; not modified
   * @param epoch epochs completed before
   * @param position where in the epoch {@code start} is; the result counts the whole epoch
   */
  EpochResult train(
      ReplicaState start,
      AveragingMemory memory,
      int epoch,
      EpochPosition position,
      RoundListener listener);

  /** Takes rates and momenta from another schedule from the next epoch on. */
  void follow(TrainingSchedule schedule);

  /** Where the time went so far. */
  Timeline timeline();

  @Override
  void close();
}
