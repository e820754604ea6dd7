package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged images end in a picture or in a rejection, never in a crash, and in little memory. */
class FuzzTest {

  private static final int IMAGES = 10_000;
  private static final long MOST_KILOBYTES = 700_000;

  @TempDir Path folder;

  @Test
  void damagedImagesAreDecodedOrRejected() throws IOException, InterruptedException {
    Path answers = folder.resolve("answers");
    Path messages = folder.resolve("messages");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzProcess.class.getName(),
                "" + IMAGES,
                "1",
                SharedImages.folder("nasty-images").toString())
            .directory(folder.toFile())
            .redirectOutput(answers.toFile())
            // libjpeg prints a line for each damaged file.
            .redirectError(messages.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("ends").isTrue();
    List<String> lines = Files.readAllLines(answers);
    assertThat(process.exitValue()).as(() -> lines + tail(messages)).isZero();
    assertThat(lines).noneMatch(line -> line.contains(" failed ") || line.contains(" odd "));
    for (ImageFormat format : ImageFormat.values()) {
      assertThat(lines)
          .anyMatch(line -> line.startsWith(format.key() + " decoded "))
          .anyMatch(line -> line.startsWith(format.key() + " corrupt "))
          .anyMatch(line -> line.startsWith(format.key() + " truncated "));
    }
    long counted =
        lines.stream()
            .filter(line -> !line.startsWith("resident"))
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(counted).isEqualTo(IMAGES);
    String resident = lines.get(lines.size() - 1);
    assertThat(Long.parseLong(resident.replaceAll("\\D", ""))).isLessThan(MOST_KILOBYTES);
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
