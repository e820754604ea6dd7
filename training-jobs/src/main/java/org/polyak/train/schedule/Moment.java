package org.polyak.train.schedule;

/**
 * When a step is taken: a function of the position in training alone.
 *
 * @param epoch epochs completed
 * @param examples part of the epoch's examples that all replicas together have seen
 * @param steps part of the epoch's steps that are done
 */
public record Moment(int epoch, double examples, double steps) {

  /** Progress in epochs. */
  double progress(Granularity granularity) {
    return switch (granularity) {
      case EXAMPLE -> epoch + examples;
      case STEP -> epoch + steps;
      case EPOCH -> epoch;
    };
  }
}
