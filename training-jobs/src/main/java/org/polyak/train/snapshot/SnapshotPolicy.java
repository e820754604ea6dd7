package org.polyak.train.snapshot;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.polyak.pipeline.config.Section;

/**
 * When snapshots are taken and which stay. Those of ends of epochs are for resuming and for
 * evaluation, those within an epoch for resuming alone: of them the newest {@link #WITHIN_EPOCH}
 * stay while training goes on.
 *
 * @param every epochs between snapshots; the end of every cycle and the last epoch have one too
 * @param everyRounds rounds between snapshots, counted from the start of training; 0 for none
 * @param everyMinutes minutes after which a round is followed by a snapshot; 0 for none
 * @param keepLast how many of the newest stay
 * @param keepEvery snapshots of epochs that this divides stay; 0 for none
 * @param keepCycleEnds whether those of ends of cycles stay
 * @param keepBest whether the best so far is taken and stays
 */
public record SnapshotPolicy(
    int every,
    int everyRounds,
    double everyMinutes,
    int keepLast,
    int keepEvery,
    boolean keepCycleEnds,
    boolean keepBest)
    implements Serializable {

  /** Two, so that one may be damaged. */
  static final int WITHIN_EPOCH = 2;

  /** Reads {@code training.snapshots}. */
  public static SnapshotPolicy read(Section section) {
    return new SnapshotPolicy(
        section.integer("every", 1, 1, 100_000),
        section.integer("every-rounds", 0, 0, 100_000_000),
        section.decimal("every-minutes", 0, 0, 100_000),
        section.integer("keep-last", 3, 1, 100_000),
        section.integer("keep-every", 0, 0, 100_000),
        section.flag("keep-cycle-ends", true),
        section.flag("keep-best", true));
  }

  /**
   * Whether the end of an epoch has a snapshot, other than for being the best or the last.
   *
   * @param minutes since the last snapshot
   */
  public boolean isDueAfterEpoch(Snapshot.Header header, double minutes) {
    return header.cycleEnd()
        || header.epoch() % every == 0
        || isDueAfterRound(header.round(), minutes);
  }

  /**
   * Whether a round has a snapshot.
   *
   * @param round rounds since the start of training
   * @param minutes since the last snapshot
   */
  public boolean isDueAfterRound(long round, double minutes) {
    return (everyRounds > 0 && round % everyRounds == 0)
        || (everyMinutes > 0 && minutes >= everyMinutes);
  }

  /**
   * Epochs whose snapshots stay.
   *
   * @param epochs that have one, rising
   * @param cycleEnds ends of cycles
   * @param chosen epochs that stay whatever else is said, such as the best
   */
  public Set<Integer> kept(List<Integer> epochs, List<Integer> cycleEnds, Set<Integer> chosen) {
    Set<Integer> kept =
        new TreeSet<>(epochs.subList(Math.max(0, epochs.size() - keepLast), epochs.size()));
    for (int epoch : epochs) {
      if ((keepEvery > 0 && epoch % keepEvery == 0)
          || (keepCycleEnds && cycleEnds.contains(epoch))
          || chosen.contains(epoch)) {
        kept.add(epoch);
      }
    }
    return kept;
  }
}
