package org.polyak.pipeline.stage;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far long work has come, with its rate and the time left: on a terminal as one line that
 * updates, elsewhere as a line now and then. Thread-safe.
 */
public final class Progress implements AutoCloseable {

  private static final long TERMINAL_INTERVAL = Duration.ofMillis(200).toNanos();
  private static final long LOG_INTERVAL = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final String task;
  private final long total;
  private final String unit;
  private final long start;
  private final long initial;
  private long done;
  private String note = "";
  private long lastShown;
  private boolean endShown;
  private int lastLength;

  /** Progress of {@code total} units on standard error. */
  public static Progress of(String task, long total, String unit) {
    return of(task, total, unit, 0);
  }

  /** Progress that starts with {@code initial} units done by an earlier process. */
  public static Progress of(String task, long total, String unit, long initial) {
    return new Progress(
        System.err, System.console() != null, System::nanoTime, task, total, unit, initial);
  }

  /**
   * @param terminal whether the line may be rewritten
   * @param clock nanoseconds
   */
  Progress(
      PrintStream out,
      boolean terminal,
      LongSupplier clock,
      String task,
      long total,
      String unit,
      long initial) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.initial = initial;
    this.done = initial;
    this.start = clock.getAsLong();
    this.lastShown = start;
  }

  /** Counts units done; {@code note} is shown behind the rate. */
  public synchronized void advance(long units, String newNote) {
    done += units;
    note = newNote;
    long now = clock.getAsLong();
    if (now - lastShown >= (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL)) {
      show(now);
    }
  }

  /** Prints a message of its own on a line, above a line that updates. */
  public synchronized void message(String text) {
    clearLine();
    out.println(text);
    out.flush();
  }

  /** Shows the end. */
  @Override
  public synchronized void close() {
    if (!endShown) {
      show(clock.getAsLong());
    }
    if (terminal) {
      out.println();
      out.flush();
    }
  }

  private void show(long now) {
    lastShown = now;
    String line = line(now);
    if (terminal) {
      int length = line.length();
      out.print("\r" + line + " ".repeat(Math.max(0, lastLength - length)));
      lastLength = length;
    } else {
      out.println(line);
      endShown = done == total;
    }
    out.flush();
  }

  private void clearLine() {
    if (terminal && lastLength > 0) {
      out.print("\r" + " ".repeat(lastLength) + "\r");
      lastLength = 0;
    }
  }

  private String line(long now) {
    double seconds = (now - start) / 1e9;
    double rate = seconds <= 0 ? 0 : (done - initial) / seconds;
    StringBuilder line = new StringBuilder(task);
    line.append(String.format(Locale.ROOT, "  %,d", done));
    if (total > 0) {
      line.append(
          String.format(
              Locale.ROOT, "/%,d %s (%d %%)", total, unit, Math.min(100, done * 100 / total)));
    } else {
      line.append(' ').append(unit);
    }
    line.append(String.format(Locale.ROOT, "  %s %s/s", rate(rate), unit));
    if (done < total && rate > 0) {
      line.append("  ").append(duration((total - done) / rate)).append(" left");
    } else {
      line.append("  in ").append(duration(seconds));
    }
    if (!note.isEmpty()) {
      line.append("  ").append(note);
    }
    return line.toString();
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, rate >= 100 ? "%,.0f" : "%.1f", rate);
  }

  /** Seconds for a person: {@code 9 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String duration(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    if (s < 3600) {
      return "%d min %d s".formatted(s / 60, s % 60);
    }
    return "%d h %d min".formatted(s / 3600, s % 3600 / 60);
  }
}
