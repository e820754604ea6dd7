package org.polyak.train.schedule.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis whose ends and ticks are multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low value at its start
 * @param high value at its end, above {@code low}
 * @param step between ticks
 */
record Axis(double low, double high, double step) {

  private static final double[] STEPS = {1, 2, 5, 10};

  /** An axis that covers a range in about {@code ticks} steps. */
  static Axis covering(double least, double greatest, int ticks) {
    double range = greatest > least ? greatest - least : Math.max(Math.abs(greatest), 1);
    double power = Math.pow(10, Math.floor(Math.log10(range / ticks)));
    double step = 10 * power;
    for (double candidate : STEPS) {
      if (candidate * power * ticks >= range) {
        step = candidate * power;
        break;
      }
    }
    double low = Math.floor(least / step + 1e-9) * step;
    double high = Math.ceil(greatest / step - 1e-9) * step;
    return new Axis(low, high > low ? high : low + step, step);
  }

  /** An axis that ends where the range does, with ticks inside. */
  static Axis within(double least, double greatest, int ticks) {
    return new Axis(least, greatest, covering(least, greatest, ticks).step());
  }

  /** Where a value lies, 0 at the start and 1 at the end. */
  double part(double value) {
    return (value - low) / (high - low);
  }

  /** Values that have a tick. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    for (long i = first; i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A tick in as many digits as the step has. */
  String text(double tick) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    return digits > 6
        ? String.format(Locale.ROOT, "%.1e", tick)
        : String.format(Locale.ROOT, "%." + digits + "f", tick);
  }
}
