package org.polyak.train.averaging;

import java.io.Serializable;

/**
 * How far an epoch has come, with the sums of its learning curve so far. A state and this are all
 * that is needed to go on within an epoch.
 *
 * @param rounds averagings done in this epoch
 * @param examples images seen in it
 * @param lossSum sum over these of their losses
 * @param correct how many of them were classified right
 */
public record EpochPosition(int rounds, long examples, double lossSum, long correct)
    implements Serializable {

  /** The start of an epoch. */
  public static final EpochPosition START = new EpochPosition(0, 0, 0, 0);

  /** The position after one more round. */
  public EpochPosition plus(long moreExamples, double moreLossSum, long moreCorrect) {
    return new EpochPosition(
        rounds + 1, examples + moreExamples, lossSum + moreLossSum, correct + moreCorrect);
  }
}
