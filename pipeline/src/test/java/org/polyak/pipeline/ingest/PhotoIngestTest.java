package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.image.CentreSquare;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.UndecodableException;
import org.polyak.pipeline.stage.Json;

/** Photographs in folders, good ones and others, through the whole stage. */
class PhotoIngestTest {

  private static final int PER_CLASS = 20;

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writePhotos() throws IOException {
    input = folder.resolve("raw");
    output = folder.resolve("dataset");
    for (int i = 0; i < PER_CLASS; i++) {
      Photos.write(input.resolve("train/cat/%02d.jpg".formatted(i)), "jpg", 40 + i, 30, i);
      Photos.write(input.resolve("train/dog/%02d.png".formatted(i)), "png", 32, 48, 100 + i);
    }
    Photos.write(input.resolve("train/emu/0.gif"), "gif", 20, 20, 200);
    for (int i = 0; i < 5; i++) {
      Photos.write(input.resolve("test/cat/%02d.jpg".formatted(i)), "jpg", 64, 64, 300 + i);
    }
  }

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void layoutIsRecognisedAndBytesAreKept() throws IOException {
    CapturedRun run = ingest("--validation", "8");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("46 inputs found").contains("(folder)");
    ImageDataset dataset = open(output);
    assertThat(dataset.info().labels()).containsExactly("cat", "dog", "emu");
    assertThat(dataset.info().width()).isZero();
    Map<String, ImageRecord> train = rows(dataset, Split.TRAIN);
    assertThat(train).hasSize(33);
    assertThat(List.copyOf(train.keySet()))
        .isSortedAccordingTo(Comparator.comparing(id -> HashOrder.text(ImageKey.of(id))));
    // 8 of 20 + 20 + 1: 3.9, 3.9 and 0.2, so 3, 3 and 0, and one more for cat and dog each.
    assertThat(rows(dataset, Split.VALIDATION).values().stream().map(ImageRecord::label).sorted())
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(rows(dataset, Split.TEST)).hasSize(5);
    ImageRecord emu = train.get("train/emu/0.gif");
    assertThat(emu.format()).isEqualTo("gif");
    assertThat(emu.width()).isEqualTo(20);
    assertThat(emu.image()).isEqualTo(Files.readAllBytes(input.resolve("train/emu/0.gif")));
    assertThat(dataset.statistics().counts().get("test").get("cat")).isEqualTo(5);
  }

  @Test
  void everyInputIsInOnePlace() throws IOException {
    byte[] photo = Photos.encoded("jpg", 60, 60, 1);
    Path cats = input.resolve("train/cat");
    Files.write(cats.resolve("cut.jpg"), Arrays.copyOf(photo, photo.length / 2));
    Files.write(cats.resolve("nothing.jpg"), new byte[0]);
    Files.writeString(cats.resolve("note.jpg"), "not an image");
    Files.writeString(cats.resolve(".DS_Store"), "left by a desktop");
    Files.write(input.resolve("train/loose.jpg"), photo);
    Photos.write(cats.resolve("huge.png"), "png", 3000, 1500, 5);
    String[] options = {"--skip", ".DS_Store", "--max-megapixels", "4", "--validation", "0"};

    CapturedRun refused = ingest(options);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.messages())
        .contains(
            "5 of 51 inputs rejected (1 empty, 1 truncated, 1 unsupported, 1 too-large, 1"
                + " label-unknown), more than --max-rejected 0 allows: train/cat/cut.jpg: ");
    assertThat(output).doesNotExist();
    assertThat(folder.resolve("_incomplete-dataset")).doesNotExist();

    List<String> allowed = new ArrayList<>(List.of(options));
    allowed.addAll(List.of("--max-rejected", "0.1"));
    CapturedRun run = ingest(allowed.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode counts = Json.read(new Configuration(), path(output.resolve("metrics.json")));
    assertThat(counts.path("inputs").asInt()).isEqualTo(52);
    assertThat(counts.path("train").asInt() + counts.path("test").asInt()).isEqualTo(46);
    assertThat(counts.path("skipped").asInt()).isEqualTo(1);
    assertThat(quarantine())
        .containsExactlyInAnyOrder(
            "train/cat/cut.jpg truncated " + photo.length / 2,
            "train/cat/huge.png too-large " + Files.size(cats.resolve("huge.png")),
            "train/cat/note.jpg unsupported 12",
            "train/cat/nothing.jpg empty 0",
            "train/loose.jpg label-unknown " + photo.length);
    assertThat(run.out()).contains("1 label-unknown; see quarantine/");
    assertThat(run.messages()).doesNotContain("no training image");
  }

  @Test
  void classesWithoutATrainingImageAreWarnedOf() throws IOException {
    Files.writeString(input.resolve("train/emu/0.gif"), "not an image");
    CapturedRun run = ingest("--validation", "0", "--max-rejected", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.messages())
        .contains("Warning: 1 of 3 classes has no training image, such as emu");
  }

  @Test
  void whatIsOfNoLayoutIsNamed() throws IOException {
    for (String name : List.of("b", "c", "a", "e")) {
      Files.createDirectories(folder.resolve("odd").resolve(name));
    }
    Files.writeString(folder.resolve("odd/d.txt"), "text");
    CapturedRun odd = CapturedRun.of("ingest", "--input=" + folder.resolve("odd"), "--output=o");
    assertThat(odd.code()).isEqualTo(2);
    assertThat(odd.messages()).contains("of no known layout (found a/, b/, c/, d.txt, …); say");
    Path none = Files.createDirectories(folder.resolve("none"));
    CapturedRun empty = CapturedRun.of("ingest", "--input=" + none, "--output=o");
    assertThat(empty.code()).isEqualTo(3);
    assertThat(empty.messages()).contains("none: an empty folder");
  }

  @Test
  void parallelismChangesNothing() throws IOException {
    Path other = folder.resolve("other");
    assertThat(ingestTo(output, "local[1]").code()).isZero();
    SparkSessions.closeRunning();
    assertThat(ingestTo(other, "local[4]", "--spark-conf", "spark.default.parallelism=7").code())
        .isZero();
    try (Stream<Path> files = Files.walk(output)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(f -> !f.toString().endsWith(".crc"))
                  .filter(f -> !f.endsWith("manifest.json") && !f.endsWith("metrics.json"))
                  .toList())
          .hasSizeGreaterThan(6)
          .allSatisfy(
              file ->
                  assertThat(other.resolve(output.relativize(file))).hasSameBinaryContentAs(file));
    }
  }

  @Test
  void imagesCanBeShrunk() throws IOException {
    CapturedRun run = ingest("--short-side", "16", "--quality", "80", "--validation", "0");
    assertThat(run.code()).as(run.err()).isZero();
    Map<String, ImageRecord> train = rows(open(output), Split.TRAIN);
    ImageRecord dog = train.get("train/dog/03.png");
    assertThat(dog.format()).isEqualTo("jpeg");
    assertThat(List.of(dog.width(), dog.height())).containsExactly(16, 24);
    assertThat(train.get("train/emu/0.gif").width()).isEqualTo(16);
  }

  @Test
  void meanImageOfPhotographs() throws IOException {
    assertThat(ingest("--mean-image", "8", "--validation", "0").code()).isZero();
    Statistics.MeanImage first = open(output).statistics().meanImage();
    assertThat(List.of(first.width(), first.height())).containsExactly(8, 8);
    double[] expected = new double[8 * 8 * 3];
    Map<String, ImageRecord> train = rows(open(output), Split.TRAIN);
    ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());
    for (ImageRecord image : train.values()) {
      byte[] rgb = CentreSquare.of(decode(decoder, image), 8).rgb();
      for (int i = 0; i < rgb.length; i++) {
        expected[i] += (rgb[i] & 0xff) / 255.0 / train.size();
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(first.values().get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  @Test
  void photographsAreNotWhitened() throws IOException {
    CapturedRun large = ingest("--whitening");
    assertThat(large.code()).isEqualTo(3);
    assertThat(large.messages()).contains("--whitening takes images of ").contains("(found at t");
    assertThat(output).doesNotExist();
    CapturedRun shrunk = ingest("--whitening", "--short-side", "8");
    assertThat(shrunk.code()).isEqualTo(3);
    assertThat(shrunk.messages()).contains("--whitening takes images of one size, these differ");
    assertThat(output).doesNotExist();
  }

  @Test
  void secondTryAfterAKillStartsAnew() throws IOException {
    Path left = Files.createDirectories(folder.resolve("_incomplete-dataset/images/split=train"));
    Files.writeString(left.resolve("part-00000.parquet"), "half a file");
    Files.writeString(left.resolve("part-00007.parquet"), "of another try");
    assertThat(ingest("--validation", "0").code()).isZero();
    assertThat(folder.resolve("_incomplete-dataset")).doesNotExist();
    assertThat(output.resolve("images/split=train/part-00007.parquet")).doesNotExist();
    assertThat(rows(open(output), Split.TRAIN)).hasSize(41);
  }

  private CapturedRun ingest(String... more) {
    return ingestTo(output, "local[2]", more);
  }

  private CapturedRun ingestTo(Path target, String master, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "--input", input.toString()));
    arguments.addAll(List.of("--output", target.toString(), "--master", master));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private List<String> quarantine() {
    return SparkSessions.open("test", "local[2]", Map.of())
        .read()
        .parquet(output.resolve("quarantine").toString())
        .select("path", "reason", "size")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getLong(2))
        .toList();
  }

  private static Raster decode(ImageDecoder decoder, ImageRecord image) {
    try {
      return decoder.decode(image.image()).raster();
    } catch (UndecodableException e) {
      throw new AssertionError(image.id(), e);
    }
  }

  private static ImageDataset open(Path folder) throws IOException {
    return ImageDataset.open(new Configuration(), path(folder));
  }

  private static Map<String, ImageRecord> rows(ImageDataset dataset, Split split)
      throws IOException {
    Map<String, ImageRecord> rows = new LinkedHashMap<>();
    dataset
        .rows(split, 0, dataset.info().rows(split))
        .read(new Configuration(), row -> rows.put(row.id(), row));
    return rows;
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toString());
  }
}
