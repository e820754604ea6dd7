package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.Json;

class IngestCommandTest {

  private static final int RECORD = CifarFixture.RECORD;

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    input = folder.resolve("raw");
    output = folder.resolve("dataset");
    CifarFixture.write(input);
  }

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void everyRecordBecomesARowOfItsSplit() throws IOException {
    CapturedRun run = ingest(input, output, "--validation", "10");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.messages()).isEmpty();
    assertThat(run.out()).contains("100 inputs found").contains("70 images in 1 file");
    ImageDataset dataset = open(output);
    assertThat(dataset.info().labels())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(ids(dataset, Split.TRAIN))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(expectedIds("data_batch_1", 0, 40), expectedIds("data_batch_2", 0, 30))
                .toList());
    assertThat(ids(dataset, Split.VALIDATION))
        .containsExactlyInAnyOrderElementsOf(expectedIds("data_batch_2", 30, 40).toList());
    assertThat(ids(dataset, Split.TEST)).hasSize(20);
    for (Split split : Split.values()) {
      List<String> ids = ids(dataset, split);
      assertThat(ids)
          .isSortedAccordingTo(Comparator.comparing(id -> HashOrder.text(ImageKey.of(id))));
    }
    byte[] batch = CifarFixture.batch(40, 2);
    ImageRecord image =
        rows(dataset, Split.TRAIN).stream()
            .filter(r -> r.id().equals("data_batch_2/00007"))
            .findFirst()
            .orElseThrow();
    assertThat(image.label()).isEqualTo(7);
    assertThat(image.format()).isEqualTo("rgb8");
    int start = 7 * RECORD + 1;
    int pixel = 5 * 32 + 9;
    assertThat(Arrays.copyOfRange(image.image(), 3 * pixel, 3 * pixel + 3))
        .containsExactly(
            batch[start + pixel], batch[start + 1024 + pixel], batch[start + 2048 + pixel]);
    assertThat(image.sha256()).isEqualTo(Digests.sha256Hex(image.image()));
  }

  @Test
  void layoutIsTheDocumentedOne() throws IOException {
    ingest(input, output, "--validation", "10");
    try (Stream<Path> files = Files.walk(output)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(f -> output.relativize(f).toString())
                  .filter(f -> !f.endsWith(".crc")))
          .containsExactlyInAnyOrder(
              "dataset.json",
              "duplicates/part-00000.parquet",
              "images/split=test/part-00000.parquet",
              "images/split=train/part-00000.parquet",
              "images/split=validation/part-00000.parquet",
              "labels.json",
              "manifest.json",
              "metrics.json",
              "quarantine/part-00000.parquet",
              "statistics.json");
    }
    assertThat(siblings()).containsExactlyInAnyOrder("raw", "dataset");
    JsonNode metrics = json(output.resolve("metrics.json"));
    assertThat(metrics.path("inputs").asInt()).isEqualTo(100);
    assertThat(metrics.path("quarantined").asInt()).isZero();
    assertThat(json(output.resolve("labels.json")).get(2).asText()).isEqualTo("c");
    assertThat(readParquet(output.resolve("images"), "split")).hasSize(100);
  }

  /** 6,000 records make several row groups, so that a change of order would show. */
  @Test
  void parallelismChangesNothing() throws IOException {
    Files.write(input.resolve("data_batch_1.bin"), CifarFixture.batch(6000, 9));
    Path other = folder.resolve("other");
    assertThat(ingestOn("local[1]", input, output, "--validation", "500").code()).isZero();
    SparkSessions.closeRunning();
    assertThat(ingestOn("local[4]", input, other, "--validation", "500").code()).isZero();
    for (Split split : Split.values()) {
      String file = "images/split=" + split.key() + "/part-00000.parquet";
      assertThat(output.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
    }
    for (String file : List.of("dataset.json", "statistics.json")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(
                    output.resolve("images/split=train/part-00000.parquet").toUri()),
                new Configuration()))) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void archiveAndFolderGiveTheSameDataSet() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("../data_batch_3.bin", CifarFixture.batch(1, 1));
    members.put("/data_batch_4.bin", CifarFixture.batch(1, 1));
    members.put("elsewhere/data_batch_5.bin", CifarFixture.batch(1, 1));
    members.put("cifar-10-batches-bin/readme.html", new byte[10]);
    CifarFixture.files()
        .forEach((name, content) -> members.put("cifar-10-batches-bin/" + name, content));
    Path archive = folder.resolve("cifar.tar.gz");
    CifarFixture.archive(archive, members);
    Path other = folder.resolve("other");
    assertThat(ingest(archive, output, "--validation", "10").code()).isZero();
    assertThat(ingest(input, other, "--validation", "10").code()).isZero();
    assertThat(open(output).info()).isEqualTo(open(other).info());
    assertThat(open(output).info().rows(Split.TRAIN)).isEqualTo(70);
  }

  @Test
  void copyOfTheInputIsAsGoodAsTheOriginal() throws IOException {
    assertThat(ingest(input, output, "--validation", "10").code()).isZero();
    Path copy = folder.resolve("copy");
    CifarFixture.write(copy);
    assertThat(ingest(copy, output, "--validation", "10").out()).contains("already complete");
    byte[] batch = CifarFixture.batch(40, 2);
    batch[17]++;
    Files.write(copy.resolve("data_batch_2.bin"), batch);
    CapturedRun run = ingest(copy, output, "--validation", "10");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.messages()).contains("inputs.digest is");
  }

  @Test
  void sameContentInTwoSplitsIsWarnedOf() throws IOException {
    byte[] test = CifarFixture.batch(20, 3);
    byte[] training = CifarFixture.batch(40, 1);
    System.arraycopy(training, 5 * RECORD, test, 15 * RECORD, RECORD);
    System.arraycopy(training, 5 * RECORD, training, 25 * RECORD, RECORD);
    Files.write(input.resolve("test_batch.bin"), test);
    Files.write(input.resolve("data_batch_1.bin"), training);
    CapturedRun run = ingest(input, output, "--validation", "10");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.messages())
        .contains(
            "1 image of the test split is in the train split too, such as test_batch/00015, which"
                + " is data_batch_1/00005");
    assertThat(readParquet(output.resolve("duplicates"), "split", "id", "copies"))
        .containsExactlyInAnyOrder(
            "train data_batch_1/00005 3", "train data_batch_1/00025 3", "test test_batch/00015 3");
    assertThat(json(output.resolve("metrics.json")).path("duplicates").asInt()).isEqualTo(2);
  }

  @Test
  void skippedInputsAreCounted() throws IOException {
    CapturedRun run = ingest(input, output, "--validation", "0", "--skip", "data_batch_1/*[05]");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("100 inputs found").containsPattern("skipped +8\\b");
    assertThat(open(output).info().rows(Split.TRAIN)).isEqualTo(72);
  }

  @Test
  void folderAroundTheBatchesWillDo() throws IOException {
    Path around = folder.resolve("around");
    CifarFixture.write(around.resolve("cifar-10-batches-bin"));
    assertThat(ingest(around, output, "--validation", "0").code()).isZero();
  }

  @Test
  void truncatedArchiveIsADataError() throws IOException {
    Path archive = folder.resolve("cifar.tgz");
    CifarFixture.archive(archive, new LinkedHashMap<>(CifarFixture.files()));
    byte[] whole = Files.readAllBytes(archive);
    for (int length : new int[] {0, 5, whole.length / 2, whole.length - 4}) {
      Files.write(archive, Arrays.copyOf(whole, length));
      CapturedRun run = ingest(archive, output, "--validation", "10");
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.messages())
          .containsPattern("damaged or truncated (archive|gzip stream).*get it again");
      assertNothingWritten();
    }
  }

  @Test
  void differentOptionsConflict() throws IOException {
    ingest(input, output, "--validation", "10");
    CapturedRun run = ingest(input, output, "--validation", "11");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.messages()).contains("configuration.validation is \"10\" there and \"11\" here");
    assertThat(ingest(input, output, "--validation", "11", "--overwrite").code()).isZero();
    assertThat(open(output).info().rows(Split.VALIDATION)).isEqualTo(11);
  }

  @Test
  void missingFilesAreWarnedOf() throws IOException {
    Files.delete(input.resolve("data_batch_1.bin"));
    Files.delete(input.resolve("test_batch.bin"));
    Files.delete(input.resolve("batches.meta.txt"));
    CapturedRun run = ingest(input, output, "--validation", "0.25");
    assertThat(run.code()).isZero();
    assertThat(run.messages().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("data_batch_1.bin is missing"))
        .anyMatch(line -> line.contains("test_batch.bin is missing"))
        .anyMatch(line -> line.contains("batches.meta.txt is missing"));
    ImageDataset dataset = open(output);
    assertThat(dataset.info().labels().get(9)).isEqualTo("9");
    assertThat(dataset.info().rows(Split.VALIDATION)).isEqualTo(10);
    assertThat(dataset.info().splits()).doesNotContainKey("test");
  }

  @Test
  void wrongInputIsNamedAndNothingIsWritten() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertFails(ingest(folder.resolve("nowhere"), output), 3, "no such file or folder");
    assertFails(ingest(empty, output), 3, "no batch file in it");
    assertFails(
        ingest(input.resolve("test_batch.bin"), output),
        3,
        "expected a folder of them, or a .tar.gz");
    assertFails(ingest(input, input.resolve("dataset")), 2, "one lies in the other");
    assertFails(ingest(input, input), 2, "one lies in the other");
    assertFails(ingest(input, folder, "--overwrite"), 2, "choose an output beside the input");
    assertFails(ingest(input, output, "--folds", "5"), 2, "--folds 5: which of the 5 folds is");
    assertFails(ingest(input, output, "--validation", "80"), 2, "leaves no image to train on");
    assertFails(ingest(input, output, "--validation", "1.5"), 2, "a fraction below 1");
    assertFails(
        CapturedRun.of("ingest", "--format", "cifar", "--input", "i", "--output", "o"),
        2,
        "did you mean cifar10?");
    Files.write(input.resolve("data_batch_2.bin"), new byte[RECORD + 1]);
    assertFails(
        ingest(input, output, "--validation", "1"),
        3,
        "data_batch_2.bin is 3,074 bytes long (expected a positive multiple of 3073");
    Files.write(input.resolve("data_batch_2.bin"), new byte[0]);
    assertFails(ingest(input, output, "--validation", "1"), 3, "data_batch_2.bin is 0 bytes long");
  }

  @Test
  void damagedRecordsFailUnlessTheyAreAllowed() throws IOException {
    byte[] batch = CifarFixture.batch(40, 2);
    batch[39 * RECORD] = 10;
    batch[3 * RECORD] = (byte) 200;
    Files.write(input.resolve("data_batch_2.bin"), batch);
    assertFails(
        ingest(input, output, "--validation", "10"),
        3,
        "2 of 100 inputs rejected (2 label-unknown), more than --max-rejected 0 allows:"
            + " data_batch_2/00003: label 200 (expected 0 to 9);"
            + " data_batch_2/00039: label 10 (expected 0 to 9)");
    Path kept = folder.resolve("dataset.rejected");
    assertThat(readParquet(kept, "path")).hasSize(2);

    assertThat(ingest(input, output, "--validation", "10", "--max-rejected", "2").code()).isZero();
    ImageDataset dataset = open(output);
    assertThat(dataset.info().rows(Split.TRAIN)).isEqualTo(68);
    assertThat(ids(dataset, Split.VALIDATION))
        .containsExactlyInAnyOrderElementsOf(expectedIds("data_batch_2", 29, 39).toList());
    assertThat(readParquet(output.resolve("quarantine"), "path", "reason", "message"))
        .containsExactly(
            "data_batch_2/00003 label-unknown label 200 (expected 0 to 9)",
            "data_batch_2/00039 label-unknown label 10 (expected 0 to 9)");
    assertThat(kept).doesNotExist();
  }

  @Test
  void fullDiskIsWorthARetryAndLeavesNothingThatLooksComplete() throws IOException {
    for (int limit : new int[] {100, 50_000, 300_000}) {
      CapturedRun run =
          CapturedRun.of(
              "ingest",
              "--format=cifar10",
              "--input=" + input,
              "--output=fulldisk://" + output,
              "--validation=10",
              "--master=local[2]",
              "--spark-conf=spark.hadoop.fs.fulldisk.impl=" + FullDisk.class.getName(),
              "--spark-conf=spark.hadoop.fs.fulldisk.impl.disable.cache=true",
              "--spark-conf=spark.hadoop." + FullDisk.LIMIT + "=" + limit);
      if (limit < 300_000) {
        assertThat(run.code()).as(run.err()).isEqualTo(75);
        assertThat(run.messages()).contains("The disk is full");
        assertNothingWritten();
      } else {
        assertThat(run.code()).as(run.err()).isZero();
      }
      SparkSessions.closeRunning();
    }
  }

  private void assertFails(CapturedRun run, int code, String message) throws IOException {
    assertThat(run.messages()).contains(message);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).doesNotContain("\tat org.polyak");
    assertNothingWritten();
  }

  private void assertNothingWritten() throws IOException {
    assertThat(siblings())
        .doesNotContain("dataset")
        .noneMatch(name -> name.startsWith("_incomplete"));
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static CapturedRun ingest(Path input, Path output, String... more) {
    return ingestOn("local[2]", input, output, more);
  }

  private static CapturedRun ingestOn(String master, Path input, Path output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "--format", "cifar10"));
    arguments.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    arguments.addAll(List.of("--master", master));
    arguments.addAll(List.of(more));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private static ImageDataset open(Path folder) throws IOException {
    return ImageDataset.open(new Configuration(), new org.apache.hadoop.fs.Path(folder.toString()));
  }

  private static List<ImageRecord> rows(ImageDataset dataset, Split split) throws IOException {
    List<ImageRecord> rows = new ArrayList<>();
    dataset.rows(split, 0, dataset.info().rows(split)).read(new Configuration(), rows::add);
    return rows;
  }

  private static List<String> ids(ImageDataset dataset, Split split) throws IOException {
    return rows(dataset, split).stream().map(ImageRecord::id).toList();
  }

  private static Stream<String> expectedIds(String batch, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "%s/%05d".formatted(batch, i));
  }

  /** Rows as any reader of Parquet sees them, columns joined. */
  private static List<String> readParquet(Path folder, String... columns) {
    SparkSession spark = SparkSessions.open("test", "local[2]", Map.of());
    return spark.read().parquet(folder.toString()).collectAsList().stream()
        .map(
            row ->
                String.join(" ", Arrays.stream(columns).map(c -> row.getAs(c).toString()).toList()))
        .toList();
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.read(new Configuration(), new org.apache.hadoop.fs.Path(file.toString()));
  }
}
