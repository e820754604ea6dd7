package org.polyak.pipeline.error;

/**
 * A failure that the user can act on. The message is one sentence or a short list; it names the
 * file, key or row, what was expected and what was found, and is printed without a stack trace.
 */
public final class PolyakException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private PolyakException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line or the configuration is wrong. */
  public static PolyakException usage(String format, Object... arguments) {
    return new PolyakException(ExitCode.USAGE, text(format, arguments), null);
  }

  /** The data is missing, damaged or does not fit. */
  public static PolyakException data(String format, Object... arguments) {
    return new PolyakException(ExitCode.DATA, text(format, arguments), null);
  }

  /** The output exists and was made differently. */
  public static PolyakException conflict(String format, Object... arguments) {
    return new PolyakException(ExitCode.CONFLICT, text(format, arguments), null);
  }

  /** Training has diverged. */
  public static PolyakException diverged(String format, Object... arguments) {
    return new PolyakException(ExitCode.DIVERGED, text(format, arguments), null);
  }

  /** Storage failed in a way that a retry may mend. */
  public static PolyakException storage(Throwable cause, String format, Object... arguments) {
    return new PolyakException(ExitCode.STORAGE, text(format, arguments), cause);
  }

  /** The platform cannot do what was asked. */
  public static PolyakException internal(Throwable cause, String format, Object... arguments) {
    return new PolyakException(ExitCode.INTERNAL, text(format, arguments), cause);
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }

  private static String text(String format, Object... arguments) {
    return arguments.length == 0 ? format : String.format(java.util.Locale.ROOT, format, arguments);
  }
}
