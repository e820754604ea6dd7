package org.polyak.train.schedule.drawing;

import java.util.List;
import java.util.stream.IntStream;
import org.polyak.train.schedule.Moment;
import org.polyak.train.schedule.TrainingSchedule;

/**
 * A schedule at moments that are equally far apart, from the first step to just before the end.
 *
 * @param epochs length of training
 * @param points at least two, in order
 */
public record ScheduleCurve(int epochs, List<Point> points) {

  /** What lies before the end of an epoch, but in no picture apart from it. */
  private static final double BEFORE = 1e-9;

  /** Copies the list. */
  public ScheduleCurve {
    points = List.copyOf(points);
  }

  /**
   * A moment.
   *
   * @param epoch progress
   * @param rate learning rate
   * @param momentum NaN for the optimiser's own
   */
  public record Point(double epoch, double rate, double momentum) {}

  /**
   * Samples a schedule.
   *
   * @param count of moments, at least two
   */
  public static ScheduleCurve of(TrainingSchedule schedule, int epochs, int count) {
    return new ScheduleCurve(
        epochs,
        IntStream.range(0, count)
            .mapToObj(i -> point(schedule, epochs, (double) epochs * i / (count - 1)))
            .toList());
  }

  /**
   * The moments at which epochs start, every so many epochs, and the end.
   *
   * @param rows moments at most, beside the end
   */
  public static ScheduleCurve atEpochs(TrainingSchedule schedule, int epochs, int rows) {
    int every = (epochs + rows - 1) / rows;
    return new ScheduleCurve(
        epochs,
        IntStream.rangeClosed(0, (epochs + every - 1) / every)
            .mapToObj(i -> point(schedule, epochs, Math.min(epochs, i * every)))
            .toList());
  }

  /** Whether the schedule says what the momentum is. */
  public boolean hasMomentum() {
    return !Double.isNaN(points.get(0).momentum());
  }

  private static Point point(TrainingSchedule schedule, int epochs, double progress) {
    // Where training ends a cycle may, and a next one would start.
    double at = Math.min(progress, epochs - BEFORE);
    int epoch = (int) at;
    Moment moment = new Moment(epoch, at - epoch, at - epoch);
    return new Point(progress, schedule.rate(moment), schedule.momentum(moment));
  }
}
