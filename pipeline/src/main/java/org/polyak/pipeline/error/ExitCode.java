package org.polyak.pipeline.error;

/** What the process tells a scheduler when it ends. */
public enum ExitCode {
  /** Everything was done, or was already done. */
  OK(0),
  /** A defect of Polyak or of the platform; a retry will most likely fail too. */
  INTERNAL(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** The data is missing, damaged or does not fit. */
  DATA(3),
  /** The output exists and was made differently. */
  CONFLICT(4),
  /** Training has diverged: the recipe needs another rate, a retry will diverge too. */
  DIVERGED(5),
  /** Storage failed (disk full, connection lost): worth a retry. */
  STORAGE(75);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit code. */
  public int code() {
    return code;
  }
}
