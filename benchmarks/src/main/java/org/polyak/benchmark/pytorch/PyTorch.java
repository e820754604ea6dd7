package org.polyak.benchmark.pytorch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A process of PyTorch that measures when it is asked and sleeps otherwise. */
final class PyTorch implements AutoCloseable {

  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;
  private final String version;

  PyTorch(String python, String script) throws IOException {
    process =
        new ProcessBuilder(python, script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
    version = answer();
  }

  String version() {
    return version;
  }

  /** Images a second. */
  double rate(String network, String kind, int threads, int batch, String layout, double seconds)
      throws IOException {
    requests.println("%s %s %d %d %s %s".formatted(network, kind, threads, batch, layout, seconds));
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("PyTorch's process has ended");
    }
    return line;
  }

  @Override
  public void close() {
    requests.close();
    process.destroy();
  }
}
