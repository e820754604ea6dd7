package org.polyak.pipeline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.browser.Chromium;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;

class InspectionPageBrowserTest {

  private static final Color CATS = new Color(200, 100, 50);
  private static final Color DOGS = new Color(0, 50, 250);

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  /** Five images of one colour and one of another, so that every figure follows by hand. */
  @Test
  void showsItsFiguresAndPictures() throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    Path raw = folder.resolve("photos");
    for (int i = 0; i < 5; i++) {
      photo(raw.resolve("cats/" + i + ".png"), 40 + 20 * i, 100, CATS);
    }
    photo(raw.resolve("<dogs> & 犬/one.png"), 100, 50, DOGS);
    Files.writeString(raw.resolve("cats/broken.jpg"), "no picture");
    Files.createDirectories(raw.resolve("emus"));
    Files.writeString(raw.resolve("emus/broken.jpg"), "no picture");
    Path data = folder.resolve("data");
    run("ingest", "--input=" + raw, "--output=" + data, "--max-rejected=2", "--mean-image=16");
    run("inspect", data.toString());

    Path index = folder.resolve("data-inspect/index.html");
    Chromium.Page page = chromium.open(index);
    assertThat(page.console()).isEmpty();
    // Red is 200 / 255 five times and 0 once: deviation 0.784 * sqrt(5) / 6.
    assertThat(page.dom())
        .contains("<title>data – Polyak</title>")
        .contains("<span class=\"value\">6</span><span class=\"label\">images</span>")
        .contains("<span class=\"value\">3</span><span class=\"label\">classes</span>")
        .contains("<span class=\"value\">2</span><span class=\"label\">quarantined</span>")
        .contains("&lt;dogs&gt; &amp; 犬", "<td>unsupported</td>", "Width over height")
        .contains("100.0 % of the variance", "Classes without a training image: 1.")
        .contains("Deviation of each position; full brightness is 0.292");
    assertThat(page.dom().split("<img ", -1)).hasSize(1 + 2 + 2);

    BufferedImage drawn = chromium.draw(index, 1200, 4000);
    // The mean, 5 / 6 of the one and 1 / 6 of the other, in the page itself; the sheets beside it.
    assertThat(pixels(drawn, new Color(167, 92, 83))).isGreaterThan(1_000);
    assertThat(pixels(drawn, CATS)).isGreaterThan(1_000);
    assertThat(pixels(drawn, DOGS)).isGreaterThan(1_000);
  }

  private static long pixels(BufferedImage drawn, Color colour) {
    int width = drawn.getWidth();
    return Arrays.stream(drawn.getRGB(0, 0, width, drawn.getHeight(), null, 0, width))
        .filter(rgb -> rgb == colour.getRGB())
        .count();
  }

  private static void run(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--master=local[2]";
    all[arguments.length + 1] = "--spark-conf=spark.sql.shuffle.partitions=2";
    CapturedRun run = CapturedRun.of(all);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static void photo(Path file, int width, int height, Color colour) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] rgb = new int[width * height];
    Arrays.fill(rgb, colour.getRGB());
    picture.setRGB(0, 0, width, height, rgb, 0, width);
    ImageIO.write(picture, "png", file.toFile());
  }
}
