package org.polyak.train.averaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyak.train.averaging.RoundResult.PhaseSeconds;
import org.polyak.train.averaging.TimelineFile.EpochTimes;
import org.polyak.train.averaging.TimelineFile.ReplicaTimes;
import org.polyak.train.averaging.TimelineFile.RoundTimes;

/**
 * Where the time of the rounds went, seen from the driver. For each round the slowest replica's
 * phases count; what the round took beyond it is waiting for Spark: scheduling, broadcast, results,
 * and averaging where executors do that. Every epoch has its sums; of rounds so many are kept that
 * the file stays small.
 */
public final class Timeline {

  /** Rounds that are kept at most; then every second one is dropped. */
  static final int KEPT = 1024;

  /** Replicas of a round that are kept apart at most. */
  private static final int REPLICAS = 16;

  private final long began = System.nanoTime();
  private final List<EpochTimes> epochs = new ArrayList<>();
  private final List<RoundTimes> rounds = new ArrayList<>();
  private long sitting = 1;
  private long stride = 1;
  private long count;
  private double[] overheads = new double[KEPT];
  private int measured;

  /** Goes on from what an earlier sitting wrote, up to the end of an epoch. */
  public void resume(TimelineFile earlier, int epoch) {
    earlier.epochs().stream().filter(e -> e.epoch() <= epoch).forEach(epochs::add);
    earlier.rounds().stream().filter(r -> r.epoch() <= epoch).forEach(rounds::add);
    sitting = 1 + epochs.stream().mapToLong(EpochTimes::sitting).max().orElse(0);
    stride = earlier.stride();
    count = epochs.stream().mapToLong(EpochTimes::rounds).sum();
  }

  /**
   * A round that is over.
   *
   * @param epoch epochs completed before
   * @param round round of the epoch, from 0
   * @param steps of a replica in it
   * @param seconds from its start until all reports were there
   * @param reduce seconds that the driver then took to combine them
   */
  void round(
      int epoch, int round, int steps, double seconds, double reduce, List<RoundReport> reports) {
    PhaseSeconds slowest = new PhaseSeconds(0, 0, 0, 0);
    for (RoundReport report : reports) {
      if (report.seconds().total() > slowest.total()) {
        slowest = report.seconds();
      }
    }
    double wait = Math.max(0, seconds - slowest.total());
    add(epoch, slowest, wait, reduce);
    if (count % stride == 0) {
      rounds.add(
          new RoundTimes(
              count,
              sitting,
              epoch + 1,
              round + 1,
              steps,
              micro((System.nanoTime() - began) / 1e9 - seconds - reduce),
              micro(slowest.prepare()),
              micro(slowest.read()),
              micro(slowest.augment()),
              micro(slowest.step()),
              micro(wait),
              micro(reduce),
              reports.stream().limit(REPLICAS).map(Timeline::replica).toList()));
    }
    count++;
    if (rounds.size() > KEPT) {
      stride *= 2;
      rounds.removeIf(kept -> kept.index() % stride != 0);
    }
  }

  private void add(int epoch, PhaseSeconds slowest, double wait, double reduce) {
    if (measured == overheads.length) {
      overheads = Arrays.copyOf(overheads, 2 * measured);
    }
    overheads[measured++] = wait + reduce;
    int last = epochs.size() - 1;
    EpochTimes before =
        last >= 0 && epochs.get(last).epoch() == epoch + 1
            ? epochs.remove(last)
            : new EpochTimes(epoch + 1, sitting, 0, 0, 0, 0, 0, 0, 0);
    epochs.add(
        new EpochTimes(
            before.epoch(),
            before.sitting(),
            before.rounds() + 1,
            micro(before.prepare() + slowest.prepare()),
            micro(before.read() + slowest.read()),
            micro(before.augment() + slowest.augment()),
            micro(before.step() + slowest.step()),
            micro(before.waiting() + wait),
            micro(before.reduce() + reduce)));
  }

  /** Seconds by phase of all epochs, in the order in which phases come. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("prepare", epochs.stream().mapToDouble(EpochTimes::prepare).sum());
    seconds.put("read", epochs.stream().mapToDouble(EpochTimes::read).sum());
    seconds.put("augment", epochs.stream().mapToDouble(EpochTimes::augment).sum());
    seconds.put("step", epochs.stream().mapToDouble(EpochTimes::step).sum());
    seconds.put("wait", epochs.stream().mapToDouble(EpochTimes::waiting).sum());
    seconds.put("reduce", epochs.stream().mapToDouble(EpochTimes::reduce).sum());
    return seconds;
  }

  /**
   * Median over the rounds of this sitting of the time that a round took beyond its slowest
   * replica: waiting and combining, in seconds.
   */
  public double medianOverhead() {
    double[] sorted = Arrays.copyOf(overheads, measured);
    Arrays.sort(sorted);
    return measured == 0 ? 0 : sorted[measured / 2];
  }

  /** All of it, as it is written. */
  public TimelineFile file() {
    return new TimelineFile(
        TimelineFile.SCHEMA,
        stride,
        micro(medianOverhead()),
        List.copyOf(epochs),
        List.copyOf(rounds));
  }

  private static ReplicaTimes replica(RoundReport report) {
    PhaseSeconds seconds = report.seconds();
    return new ReplicaTimes(
        report.replica(),
        micro(seconds.prepare()),
        micro(seconds.read()),
        micro(seconds.augment()),
        micro(seconds.step()));
  }

  /** Whole microseconds, so that the file stays readable. */
  private static double micro(double seconds) {
    return Math.rint(seconds * 1e6) / 1e6;
  }
}
