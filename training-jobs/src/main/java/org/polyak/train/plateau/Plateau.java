package org.polyak.train.plateau;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.polyak.pipeline.config.Section;
import org.polyak.train.schedule.TrainingSchedule;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.stopping.Metric;

/**
 * Lowers the rate when a metric stops improving, as Keras's and PyTorch's {@code ReduceLROnPlateau}
 * do. Decided from the learning curve alone, so a resumed run decides as one that was not stopped.
 *
 * <p>A check improves on the best one before it if it is better by more than {@code threshold}
 * times that one's magnitude. After {@code patience} checks in a row that do not, the rate is
 * multiplied by {@code factor}, but never below {@code minimum}, and the next {@code cooldown}
 * checks do not count as bad. Epochs within the warm-up are not checked, nor are those without a
 * value of the metric.
 *
 * @param metric by which; null for never
 * @param rate that training starts with, after the warm-up
 * @param factor 0 to below 1
 * @param patience checks in a row without improvement before the rate falls
 * @param threshold part of the best value, 0 or more
 * @param cooldown checks after the rate fell that are not counted
 * @param minimum lowest rate
 * @param warmUp epochs
 */
public record Plateau(
    Metric metric,
    double rate,
    double factor,
    int patience,
    double threshold,
    int cooldown,
    double minimum,
    double warmUp)
    implements Serializable {

  /** The name of the schedule in recipes. */
  public static final String NAME = "plateau";

  /** Leaves the rate alone. */
  public static final Plateau NONE = new Plateau(null, 0, 1, 1, 0, 0, 0, 0);

  /**
   * Reads {@code training.schedule}; problems are left in it.
   *
   * @param epochs length of training
   */
  public static Plateau read(Section section, int epochs) {
    if (!section.has("name") || !section.text("name", NAME).equals(NAME)) {
      return NONE;
    }
    double rate = section.decimal("rate", 0.1, 0, 1e6);
    return new Plateau(
        Metric.ofKey(section.oneOf("metric", Metric.VALIDATION_LOSS.key(), Metric.keys())),
        rate,
        section.decimal("factor", 0.5, 0, 1 - 1e-9),
        section.integer("patience", 5, 1, 100_000),
        section.decimal("threshold", 1e-4, 0, 1e6),
        section.integer("cooldown", 0, 0, 100_000),
        section.decimal("minimum", 0, 0, rate),
        section.decimal("warm-up", 0, 0, epochs));
  }

  /** Whether the rate may fall. */
  public boolean isOn() {
    return metric != null;
  }

  /** When the rate fell in the epochs of a curve, in order, and by what factor each time. */
  public List<TrainingSchedule.Drop> drops(List<HistoryPoint> history) {
    List<TrainingSchedule.Drop> drops = new ArrayList<>();
    double now = rate;
    double best = Double.NaN;
    int bad = 0;
    int cooling = 0;
    for (HistoryPoint point : history) {
      OptionalDouble value = isChecked(point) ? metric.value(point) : OptionalDouble.empty();
      if (value.isEmpty()) {
        continue;
      }
      if (isBetter(value.getAsDouble(), best)) {
        best = value.getAsDouble();
        bad = 0;
      } else if (cooling == 0) {
        bad++;
      }
      cooling = Math.max(0, cooling - 1);
      if (bad == patience) {
        double lower = Math.max(minimum, now * factor);
        if (lower < now) {
          drops.add(new TrainingSchedule.Drop(point.epoch(), lower / now));
        }
        now = lower;
        bad = 0;
        cooling = cooldown;
      }
    }
    return drops;
  }

  private boolean isChecked(HistoryPoint point) {
    return isOn() && point.epoch() >= warmUp;
  }

  private boolean isBetter(double value, double best) {
    return Double.isNaN(best) || metric.gain(value, best) > threshold * Math.abs(best);
  }
}
