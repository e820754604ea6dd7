package org.polyak.pipeline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;

class InspectCommandTest {

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void showsASetOfOneSize() throws IOException {
    Path data = ingested(sample(), "cifar10");
    CapturedRun run = inspect(data);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("data: 120 images, 10 classes, 32 x 32 pixels, 120 rgb8")
        .contains("quarantine: empty")
        .contains("duplicates: none")
        .contains("data-inspect/index.html");
    Path output = folder.resolve("data-inspect");
    String page = Files.readString(output.resolve("index.html"));
    ImageDataset dataset = open(data);
    assertThat(page)
        .contains("All images have 32 × 32 pixels.")
        .contains("sheets/class-00009.png")
        .contains(Html.format("%.5f", dataset.statistics().mean().get(1)))
        .doesNotContain("<script");
    assertThat(page.split("<img ", -1)).hasSize(1 + 2 + 10);
    assertThat(files(output))
        .hasSize(10 + 3)
        .contains("index.html", "manifest.json", "metrics.json", "sheets/class-00000.png");
    assertFirstTile(dataset, output.resolve("sheets/class-00004.png"), 4);

    assertThat(inspect(data).out()).contains("already complete");
    Path again = folder.resolve("again");
    assertThat(
            inspect(data, "--output=" + again, "--spark-conf=spark.default.parallelism=3").code())
        .isZero();
    for (String file : files(output)) {
      if (!file.endsWith(".json")) {
        assertThat(again.resolve(file)).hasSameBinaryContentAs(output.resolve(file));
      }
    }
  }

  @Test
  void showsSeveralSizesWhatIsQuarantinedAndWhatIsThereTwice() throws IOException {
    Path raw = folder.resolve("photos");
    for (int i = 0; i < 6; i++) {
      photo(raw.resolve("<b>/p" + i + ".png"), 40 + 20 * i, 150);
    }
    photo(raw.resolve("dogs/one.png"), 300, 200);
    photo(raw.resolve("dogs/other.png"), 300, 200);
    Files.writeString(raw.resolve("dogs/broken.jpg"), "no picture");
    Path data = ingested(raw, "folder", "--max-rejected=1");
    CapturedRun run = inspect(data, "--images=2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("several sizes, 8 png", "quarantine: 1 unsupported")
        .contains("2 images share their bytes with others (1 contents, 0 of them in more");
    Path output = folder.resolve("data-inspect");
    assertThat(Files.readString(output.resolve("index.html")))
        .contains("&lt;b&gt;", "Width over height", "<td>unsupported</td>")
        .contains("There is none: images differ in size")
        .doesNotContain("<b>");
    // Two tiles of 96 pixels with their texts in a row for eight.
    BufferedImage sheet = ImageIO.read(output.resolve("sheets/class-00001.png").toFile());
    assertThat(sheet.getWidth()).isEqualTo(2 * 12 + 8 * 96 + 7 * 10);
    assertThat(new java.awt.Color(sheet.getRGB(12 + 48, 12 + 22 + 60)))
        .isEqualTo(new java.awt.Color(200, 100, 50));
  }

  @Test
  void explainsStatisticsOfAnOlderPolyak() throws IOException {
    Path data = ingested(sample(), "cifar10");
    Path file = data.resolve("statistics.json");
    ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    ObjectNode older = whole.deepCopy();
    older.remove("sizes");
    assertFieldIsMissing(data, older, "sizes");
    older = whole.deepCopy();
    ((ObjectNode) older.get("meanImage")).remove("deviations");
    assertFieldIsMissing(data, older, "meanImage.deviations");
    // A number that is absent would be read as 0.
    older = whole.deepCopy();
    older.remove("scalarDeviation");
    assertFieldIsMissing(data, older, "scalarDeviation");
    // What came later, and only one normalisation takes, is not asked for.
    older = whole.deepCopy();
    ((ObjectNode) older.get("meanImage")).remove(List.of("minimum", "maximum"));
    Files.writeString(file, older.toString());
    assertThat(open(data).statistics().meanImage().maximum()).isNull();
    CapturedRun run = inspect(data);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void explainsWhatIsWrong() {
    CapturedRun none = inspect(folder.resolve("nowhere"));
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.messages()).contains("no such data set");
    CapturedRun range = inspect(folder.resolve("nowhere"), "--images=0");
    assertThat(range.code()).isEqualTo(2);
    assertThat(range.messages()).contains("--images 0: expected 1 to 400");
  }

  private static void assertFieldIsMissing(Path data, ObjectNode statistics, String field)
      throws IOException {
    Files.deleteIfExists(data.resolve(".statistics.json.crc"));
    Files.writeString(data.resolve("statistics.json"), statistics.toString());
    CapturedRun run = inspect(data);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.messages())
        .contains("statistics.json: no field " + field + " in it")
        .contains("run polyak ingest again");
    assertThat(data.resolveSibling("data-inspect")).doesNotExist();
  }

  /** The first tile is the class's first image in reading order, each pixel nine times. */
  private static void assertFirstTile(ImageDataset dataset, Path file, int label)
      throws IOException {
    List<ImageRecord> images = new ArrayList<>();
    dataset
        .rows(Split.TRAIN, 0, dataset.info().rows(Split.TRAIN))
        .read(new Configuration(), images::add);
    byte[] rgb = images.stream().filter(i -> i.label() == label).findFirst().orElseThrow().image();
    BufferedImage sheet = ImageIO.read(file.toFile());
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 96; x++) {
        int at = 3 * (y / 3 * 32 + x / 3);
        int expected = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
        assertThat(sheet.getRGB(12 + x, 12 + 22 + y) & 0xffffff).isEqualTo(expected);
      }
    }
  }

  private Path sample() {
    Path raw = folder.resolve("raw");
    assertThat(CapturedRun.of("sample", "--output=" + raw, "--train=100", "--test=20").code())
        .isZero();
    return raw;
  }

  private Path ingested(Path raw, String format, String... more) {
    Path data = folder.resolve("data");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                "--format=" + format,
                "--input=" + raw,
                "--output=" + data,
                "--validation=0",
                "--master=local[2]",
                "--spark-conf=spark.sql.shuffle.partitions=2"));
    arguments.addAll(List.of(more));
    CapturedRun run = CapturedRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return data;
  }

  private static CapturedRun inspect(Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("inspect", data.toString()));
    arguments.addAll(List.of("--master=local[2]", "--spark-conf=spark.sql.shuffle.partitions=2"));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private static void photo(Path file, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, 200 << 16 | 100 << 8 | 50);
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  private static ImageDataset open(Path folder) throws IOException {
    return ImageDataset.open(new Configuration(), new org.apache.hadoop.fs.Path(folder.toString()));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.endsWith(".crc"))
          .toList();
    }
  }
}
