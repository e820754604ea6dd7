package org.polyak.train.schedule.drawing;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A schedule as a picture: the rate over the epochs, and the momentum below it if it is set. */
final class ScheduleDrawing {

  static final int WIDTH = 960;
  private static final int LEFT = 76;
  private static final int RIGHT = 24;
  private static final int TOP = 44;
  private static final int PANEL = 280;
  private static final int BELOW = 46;

  private final ScheduleCurve curve;

  ScheduleDrawing(ScheduleCurve curve) {
    this.curve = curve;
  }

  int height() {
    return (TOP + PANEL + BELOW) * (curve.hasMomentum() ? 2 : 1);
  }

  void draw(Pen pen) {
    panel(pen, 0, "Learning rate", ScheduleCurve.Point::rate, true);
    if (curve.hasMomentum()) {
      panel(pen, TOP + PANEL + BELOW, "Momentum", ScheduleCurve.Point::momentum, false);
    }
  }

  /** Rates are compared with 0, momenta with one another. */
  private void panel(
      Pen pen,
      double top,
      String title,
      ToDoubleFunction<ScheduleCurve.Point> value,
      boolean fromZero) {
    List<ScheduleCurve.Point> points = curve.points();
    double greatest = points.stream().mapToDouble(value).max().orElseThrow();
    double least = fromZero ? 0 : points.stream().mapToDouble(value).min().orElseThrow();
    Axis across = Axis.within(0, curve.epochs(), 10);
    Axis up = Axis.covering(least, greatest, 5);
    pen.title(LEFT, top + TOP - 16, title);
    double foot = top + TOP + PANEL;
    for (double tick : up.ticks()) {
      double y = foot - PANEL * up.part(tick);
      pen.rule(LEFT, y, WIDTH - RIGHT, y);
      pen.text(LEFT - 10, y + 4, Pen.Anchor.END, up.text(tick));
    }
    for (double tick : across.ticks()) {
      double x = x(across, tick);
      pen.rule(x, foot, x, foot + 5);
      pen.text(x, foot + 20, Pen.Anchor.MIDDLE, across.text(tick));
    }
    pen.text(WIDTH - RIGHT, foot + 38, Pen.Anchor.END, "epochs");
    pen.curve(
        points.stream().mapToDouble(p -> x(across, p.epoch())).toArray(),
        points.stream().mapToDouble(p -> foot - PANEL * up.part(value.applyAsDouble(p))).toArray());
  }

  private static double x(Axis across, double epoch) {
    return LEFT + (WIDTH - RIGHT - LEFT) * across.part(epoch);
  }
}
