package org.polyak.pipeline.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a user sees who stops a command with Ctrl-C or a scheduler that sends SIGTERM: one line.
 * Spark's threads lose their session at that moment and would print their stack traces over it.
 */
final class StopNotice {

  private final Thread hook;

  private StopNotice(Thread hook) {
    this.hook = hook;
  }

  /** Waits for the process to be stopped from outside. */
  static StopNotice install() {
    PrintStream terminal = System.err;
    Thread hook =
        new Thread(
            () -> {
              System.setErr(
                  new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
              terminal.println();
              terminal.println(
                  "polyak: stopped before the end; the same command takes the work up again");
            },
            "stop-notice");
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopNotice(hook);
  }

  /**
   * The command has ended by itself.
   *
   * @return false if the process is being stopped, so that what failed did so for that reason
   */
  boolean remove() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      return false;
    }
  }
}
