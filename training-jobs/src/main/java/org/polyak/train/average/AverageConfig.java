package org.polyak.train.average;

import java.io.Serializable;
import org.polyak.pipeline.config.Section;
import org.polyak.train.schedule.SwaSchedule;
import org.polyak.train.schedule.TrainingSchedule;

/**
 * {@code training.averages}: which averages over time are kept. All are taken of the average of the
 * replicas, after a round or an epoch, so they cost nothing on the executors.
 *
 * @param emaDecay weight of the old mean at one step of a replica; after a round of k steps it is
 *     that to the power of k. 0 for no exponential average
 * @param swaStart epochs completed before the first moment of stochastic weight averaging; -1 for
 *     none
 * @param swaEvery epochs between its moments; 0 for the ends of the schedule's cycles
 * @param swaRate rate from {@code swaStart} on; 0 for that of the schedule
 * @param swaRateEnd rate at the end of each of its cycles of {@code swaEvery} epochs
 * @param tailStart epochs completed before the first round of the plain mean of all rounds,
 *     weighted by their steps; -1 for none
 */
public record AverageConfig(
    double emaDecay, int swaStart, int swaEvery, double swaRate, double swaRateEnd, int tailStart)
    implements Serializable {

  private static final String KEY = "averages";

  /**
   * Reads the section; problems are left in it. It is looked at only if the recipe has it, so that
   * runs made before there were averages keep their identity and can be resumed.
   */
  public static AverageConfig read(Section training, int epochs) {
    if (!training.has(KEY)) {
      return new AverageConfig(0, -1, 1, 0, 0, -1);
    }
    Section section = training.section(KEY);
    double decay = 0;
    if (section.has("ema")) {
      decay = section.section("ema").decimal("decay", 0.995, 1e-6, 1 - 1e-9);
    }
    int swaStart = -1;
    int swaEvery = 1;
    double swaRate = 0;
    double swaRateEnd = 0;
    if (section.has("swa")) {
      Section swa = section.section("swa");
      swaStart = swa.integer("start", epochs * 3 / 4, 0, epochs - 1);
      boolean cycles = swa.flag("at-cycle-ends", false);
      if (cycles && swa.has("every")) {
        swa.problem("every", "moments are either so many epochs apart or at ends of cycles");
      }
      swaEvery = cycles ? 0 : swa.integer("every", 1, 1, epochs);
      swaRate = swa.decimal("rate", 0, 0, 1e6);
      swaRateEnd = swa.decimal("rate-end", swaRate, 0, swaRate);
      if (cycles && swaRate > 0) {
        swa.problem("rate", "with at-cycle-ends the rate is that of training.schedule");
      }
    }
    int tailStart = -1;
    if (section.has("tail")) {
      tailStart = section.section("tail").integer("start", epochs / 2, 0, epochs - 1);
    }
    return new AverageConfig(decay, swaStart, swaEvery, swaRate, swaRateEnd, tailStart);
  }

  /** The schedule, with the rate of stochastic weight averaging if it has one. */
  public TrainingSchedule rate(TrainingSchedule schedule, int epochs) {
    return swaStart < 0 || swaRate == 0
        ? schedule
        : new TrainingSchedule(
            new SwaSchedule(schedule.rate(), swaStart, swaRate, swaRateEnd, swaEvery, epochs),
            schedule.momentum(),
            schedule.granularity(),
            schedule.drops());
  }
}
