package org.polyak.pipeline.stage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a Spark job while the calling thread waits for it. What a job has done is
 * known when tasks end, so the line moves by tasks; a task that is tried again is counted twice.
 */
public final class JobProgress {

  private static final long INTERVAL_MILLIS = 200;

  private final Progress line;
  private final LongSupplier done;
  private long shown;

  private JobProgress(Progress line, LongSupplier done) {
    this.line = line;
    this.done = done;
  }

  /** What is watched. */
  @FunctionalInterface
  public interface Job<T, E extends Exception> {
    /** Runs to the end. */
    T run() throws E;
  }

  /**
   * Runs a job and shows its progress.
   *
   * @param line closed at the end
   * @param done units done so far, such as an accumulator's sum
   * @return what the job returns
   */
  public static <T, E extends Exception> T during(Progress line, LongSupplier done, Job<T, E> job)
      throws E {
    JobProgress watch = new JobProgress(line, done);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    clock.scheduleAtFixedRate(watch::show, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return job.run();
    } finally {
      clock.shutdownNow();
      watch.show();
      line.close();
    }
  }

  private synchronized void show() {
    long now = done.getAsLong();
    line.advance(now - shown, "");
    shown = now;
  }
}
