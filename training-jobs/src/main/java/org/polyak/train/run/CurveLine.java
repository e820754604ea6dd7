package org.polyak.train.run;

import java.util.Locale;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.averaging.EpochTrainer.Round;
import org.polyak.train.snapshot.HistoryPoint;

/** The learning curve as a person reads it while it grows. */
final class CurveLine {

  private CurveLine() {}

  /** What progress shows after a round. */
  static String note(int epoch, int epochs, Round round) {
    return String.format(Locale.ROOT, "epoch %d/%d  loss %.3f", epoch + 1, epochs, round.loss());
  }

  /** One epoch. */
  static String of(HistoryPoint point, int epochs, long examples) {
    String line =
        String.format(
            Locale.ROOT,
            "epoch %d/%d  rate %.3g  train loss %.4f",
            point.epoch(),
            epochs,
            point.rate(),
            point.trainLoss());
    if (point.trainAccuracy() != null) {
      line += String.format(Locale.ROOT, "  error %.2f %%", 100 * (1 - point.trainAccuracy()));
    }
    if (point.validationLoss() != null) {
      line +=
          String.format(
              Locale.ROOT,
              "  validation loss %.4f  error %.2f %%",
              point.validationLoss(),
              100 * (1 - point.validationAccuracy()));
    }
    return line
        + String.format(
            Locale.ROOT,
            "  %,.0f images/s  %s",
            examples / point.seconds(),
            Progress.duration(point.seconds()));
  }
}
