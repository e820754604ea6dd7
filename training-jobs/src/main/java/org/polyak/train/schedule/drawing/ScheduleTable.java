package org.polyak.train.schedule.drawing;

import java.util.Locale;

/** A schedule in rows of text. */
public final class ScheduleTable {

  private ScheduleTable() {}

  /** Epochs done, the rate of the next step, and its momentum if the schedule says it. */
  public static String of(ScheduleCurve curve) {
    StringBuilder text = new StringBuilder();
    boolean momentum = curve.hasMomentum();
    text.append(momentum ? "   epoch        rate  momentum\n" : "   epoch        rate\n");
    for (ScheduleCurve.Point point : curve.points()) {
      text.append(String.format(Locale.ROOT, "%8.0f  %10.4g", point.epoch(), point.rate()));
      if (momentum) {
        text.append(String.format(Locale.ROOT, "  %8.4f", point.momentum()));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
