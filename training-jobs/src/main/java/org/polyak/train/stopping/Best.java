package org.polyak.train.stopping;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.polyak.train.snapshot.HistoryPoint;

/**
 * The best epoch of a learning curve.
 *
 * @param metric by which
 * @param epoch epochs completed
 * @param value of the metric there
 */
public record Best(Metric metric, int epoch, double value) {

  /** The best epoch, of equal ones the first; empty if no epoch was judged. */
  public static Optional<Best> of(Metric metric, List<HistoryPoint> history) {
    Best best = null;
    for (HistoryPoint point : history) {
      OptionalDouble value = metric.value(point);
      if (value.isPresent()
          && (best == null || metric.gain(value.getAsDouble(), best.value()) > 0)) {
        best = new Best(metric, point.epoch(), value.getAsDouble());
      }
    }
    return Optional.ofNullable(best);
  }
}
