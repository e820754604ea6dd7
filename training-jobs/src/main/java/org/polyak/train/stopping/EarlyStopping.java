package org.polyak.train.stopping;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polyak.pipeline.config.Section;
import org.polyak.train.snapshot.HistoryPoint;

/**
 * Ends training when a metric stops improving. Decided from the learning curve alone, so a resumed
 * run decides as one that was not stopped. Two forms:
 *
 * <ul>
 *   <li>against the best: training ends when {@code patience} checks in a row have not improved on
 *       the best one before them; the best is the model
 *   <li>against the check before: training ends when {@code patience} checks in a row are each
 *       worse than the one before them; the last that was not is the model
 * </ul>
 *
 * @param metric by which; null for never
 * @param form what a check is compared with
 * @param every epochs between checks
 * @param patience checks
 * @param minimumDelta a gain counts if it is larger; a loss against the check before, too
 * @param restore whether snapshots newer than the model are deleted when training ends early
 */
public record EarlyStopping(
    Metric metric, Form form, int every, int patience, double minimumDelta, boolean restore)
    implements Serializable {

  private static final String NONE = "none";

  /** What a check is compared with. */
  public enum Form {
    /** The best before it. */
    BEST,
    /** The one before it. */
    PREVIOUS
  }

  /**
   * The end of training.
   *
   * @param epoch after which
   * @param model the epoch whose snapshot is the model
   * @param reason for the user
   */
  public record Stop(int epoch, int model, String reason) {}

  /** Reads {@code training.early-stopping}. */
  public static EarlyStopping read(Section section) {
    List<String> metrics = new ArrayList<>(List.of(NONE));
    metrics.addAll(Metric.keys());
    String metric = section.oneOf("metric", NONE, metrics);
    boolean best = section.oneOf("compare", "best", List.of("best", "previous")).equals("best");
    return new EarlyStopping(
        metric.equals(NONE) ? null : Metric.ofKey(metric),
        best ? Form.BEST : Form.PREVIOUS,
        section.integer("every", best ? 1 : 10, 1, 100_000),
        section.integer("patience", best ? 10 : 1, 1, 100_000),
        section.decimal("minimum-delta", 0, 0, 1e6),
        section.flag("restore", true));
  }

  /** What epochs are compared by where a best one is wanted. */
  public Metric metricOfBest() {
    return metric == null ? Metric.VALIDATION_ACCURACY : metric;
  }

  /** Whether an epoch is checked. */
  public boolean isCheck(int epoch) {
    return metric != null && epoch % every == 0;
  }

  /** Whether training ends after the last epoch of a curve. */
  public Optional<Stop> decide(List<HistoryPoint> history) {
    Course course = course(history);
    return course.waited() < patience ? Optional.empty() : Optional.of(stop(course));
  }

  /** The epoch that would be the model if training ended early now; 0 if there is none. */
  public int candidate(List<HistoryPoint> history) {
    HistoryPoint kept = course(history).kept();
    return kept == null ? 0 : kept.epoch();
  }

  /**
   * What a curve has come to.
   *
   * @param kept the model so far; null before the first check
   * @param last the last check
   * @param waited checks in a row that were no good; never more than the patience
   */
  private record Course(HistoryPoint kept, HistoryPoint last, int waited) {}

  private Course course(List<HistoryPoint> history) {
    Course course = new Course(null, null, 0);
    for (HistoryPoint point : history) {
      if (course.waited() < patience && isCheck(point.epoch()) && metric.value(point).isPresent()) {
        course =
            isGood(point, course)
                ? new Course(point, point, 0)
                : new Course(course.kept(), point, course.waited() + 1);
      }
    }
    return course;
  }

  private boolean isGood(HistoryPoint point, Course course) {
    if (course.kept() == null) {
      return true;
    }
    return form == Form.BEST
        ? gain(point, course.kept()) > minimumDelta
        : gain(point, course.last()) >= -minimumDelta;
  }

  private Stop stop(Course course) {
    return new Stop(
        course.last().epoch(),
        course.kept().epoch(),
        String.format(
            Locale.ROOT,
            "%s %s since epoch %d, where it was %.4g; it is %.4g after epoch %d",
            metric.key(),
            form == Form.BEST
                ? "has not improved"
                : "has got worse" + (patience == 1 ? "" : " %d times".formatted(patience)),
            course.kept().epoch(),
            value(course.kept()),
            value(course.last()),
            course.last().epoch()));
  }

  private double gain(HistoryPoint point, HistoryPoint over) {
    return metric.gain(value(point), value(over));
  }

  private double value(HistoryPoint point) {
    return metric.value(point).orElseThrow();
  }
}
