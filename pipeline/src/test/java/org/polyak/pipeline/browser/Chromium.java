package org.polyak.pipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Opens pages from disk in a headless Chromium. */
public final class Chromium {

  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--enable-logging=stderr");

  private final Path executable;
  private final Path folder;

  private Chromium(Path executable, Path folder) {
    this.executable = executable;
    this.folder = folder;
  }

  /**
   * A page as it is shown.
   *
   * @param dom its document after its scripts ran, without the scripts' text, which may hold the
   *     words that are looked for
   * @param console what the browser wrote to the page's console, a line an entry: errors of
   *     scripts, and what the page's own content security policy refused
   */
  public record Page(String dom, List<String> console) {}

  /** The one on the PATH, which keeps its files in a folder; without one, the test is skipped. */
  public static Chromium inFolder(Path folder) {
    Optional<Path> found = find();
    assumeTrue(found.isPresent(), "No chromium on the PATH: no page is opened in a browser");
    return new Chromium(found.orElseThrow(), folder);
  }

  /** Opens a page. */
  public Page open(Path page) throws IOException, InterruptedException {
    Path dom = folder.resolve("dom.html");
    List<String> log = run(dom, "--dump-dom", page.toUri().toString());
    return new Page(
        Files.readString(dom).replaceAll("(?s)<script.*?</script>", ""),
        log.stream().filter(line -> line.contains(":CONSOLE")).toList());
  }

  /** Opens a page that then takes keys and clicks. */
  public OpenPage show(Path page) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(OPTIONS);
    command.add("--remote-debugging-port=0");
    return OpenPage.of(command, folder.resolve("shown"), page.toUri());
  }

  /** A page's top left part as it is drawn. */
  public BufferedImage draw(Path page, int width, int height)
      throws IOException, InterruptedException {
    Path drawn = folder.resolve("drawn.png");
    run(
        folder.resolve("output.txt"),
        "--window-size=" + width + "," + height,
        "--screenshot=" + drawn,
        page.toUri().toString());
    return ImageIO.read(drawn.toFile());
  }

  private List<String> run(Path output, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(OPTIONS);
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("chromium.log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("Chromium ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readAllLines(log);
  }

  private static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(path -> Path.of(path, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
