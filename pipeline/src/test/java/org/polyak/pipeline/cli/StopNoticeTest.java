package org.polyak.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopNoticeTest {

  private static final String NOTICE =
      "polyak: stopped before the end; the same command takes the work up again";

  /** A command that is stopped while it works: what fails around it complains, as Spark does. */
  static final class Work {
    public static void main(String[] arguments) throws InterruptedException {
      StopNotice notice = StopNotice.install();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      Thread.sleep(500);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    new IllegalStateException("the session is gone").printStackTrace();
                  }));
      System.out.println("working");
      if (arguments.length == 0) {
        Thread.sleep(60_000);
      }
      notice.remove();
    }
  }

  @Test
  void aStoppedCommandSaysOneLine() throws IOException, InterruptedException {
    Process process = start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("working");

    // The handle, since a process that is destroyed loses its streams too.
    process.toHandle().destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(errors(process)).isEqualToIgnoringWhitespace(NOTICE);
    // 128 and the number of SIGTERM: what schedulers expect.
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void aCommandThatEndsSaysNothingOfIt() throws IOException, InterruptedException {
    Process process = start("short");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(errors(process)).contains("the session is gone").doesNotContain(NOTICE);
    assertThat(process.exitValue()).isZero();
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Work.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
