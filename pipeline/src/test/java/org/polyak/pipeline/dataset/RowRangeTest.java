package org.polyak.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.RowRange.FileRows;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.statistics.TrainingSums;

class RowRangeTest {

  private static final int FIRST_FILE = 700;
  private static final int SECOND_FILE = 300;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message image {
            required binary id (STRING); required int32 label; required binary label_name (STRING);
            required int32 width; required int32 height; required binary format (STRING);
            required binary image; required binary sha256 (STRING);
          }
          """);

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  /** Two files, the first of several row groups, without any help of Spark or the ingest. */
  @BeforeEach
  void writeDataset() throws IOException {
    write("part-0", 0, FIRST_FILE);
    write("part-1", FIRST_FILE, FIRST_FILE + SECOND_FILE);
    json("manifest.json", Json.object());
    json("statistics.json", new TrainingSums().statistics(Map.of()));
    json("dataset.json", info(DatasetInfo.SCHEMA));
  }

  @Test
  void rangesAcrossFilesAndRowGroupsGiveTheirRowsInOrder() throws IOException {
    ImageDataset dataset = open();
    int[][] ranges = {{0, 1000}, {0, 1}, {99, 101}, {650, 750}, {700, 1000}, {999, 1000}, {5, 5}};
    for (int[] range : ranges) {
      RowRange rows = dataset.rows(Split.TRAIN, range[0], range[1]);
      assertThat(rows.size()).isEqualTo(range[1] - range[0]);
      assertThat(rows.first()).isEqualTo(range[0]);
      List<ImageRecord> read = new ArrayList<>();
      rows.read(hadoop, read::add);
      assertThat(read.stream().map(ImageRecord::id))
          .containsExactlyElementsOf(
              IntStream.range(range[0], range[1]).mapToObj(i -> "id" + i).toList());
      read.forEach(
          r -> assertThat(r.image()).isEqualTo(image(Integer.parseInt(r.id().substring(2)))));
    }
    assertThat(dataset.info().rows(Split.TEST)).isZero();
    assertThatThrownBy(() -> dataset.rows(Split.TRAIN, 0, 1001))
        .hasMessageContaining("the train split has 1000");
  }

  @Test
  void missingPartsAreNamed() throws IOException {
    assertThatThrownBy(() -> ImageDataset.open(hadoop, hadoopPath("nowhere")))
        .hasMessageContaining("no such data set");
    Files.delete(folder.resolve("part-1"));
    assertData("part-1 is missing");
    Files.delete(folder.resolve("statistics.json"));
    assertData("statistics.json is missing");
    Files.delete(folder.resolve("manifest.json"));
    assertData("manifest.json is missing");
  }

  @Test
  void otherSchemaVersionIsRefused() throws IOException {
    json("dataset.json", info(3));
    assertData("has schema version 3, this Polyak reads version 2");
    json("dataset.json", Json.object());
    assertData("has schema version unknown");
  }

  @Test
  void damagedFileIsNamed() throws IOException {
    RowRange rows = open().rows(Split.TRAIN, 650, 750);
    Files.delete(folder.resolve(".part-1.crc"));
    Files.write(folder.resolve("part-1"), new byte[1000]);
    assertThatThrownBy(() -> rows.read(hadoop, r -> {}))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("part-1: damaged Parquet file");
  }

  /** What Thrift makes of it comes as an IOException, which is no failure of the storage. */
  @Test
  void damagedPageHeaderIsNamed() throws IOException {
    RowRange rows = open().rows(Split.TRAIN, 0, 1);
    byte[] whole = Files.readAllBytes(folder.resolve("part-0"));
    Files.delete(folder.resolve(".part-0.crc"));
    int failed = 0;
    // Behind the magic number stands the first page's header.
    for (int at = 4; at < 24; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(folder.resolve("part-0"), damaged);
      try {
        rows.read(hadoop, r -> {});
      } catch (PolyakException e) {
        failed++;
        assertThat(e.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(e).hasMessageContaining("part-0: damaged Parquet file");
      }
    }
    assertThat(failed).isGreaterThan(10);
  }

  @Test
  void failureOfTheStorageIsNoDamage() throws IOException {
    hadoop.set("fs.unplugged.impl", UnpluggedDisk.class.getName());
    hadoop.setBoolean("fs.unplugged.impl.disable.cache", true);
    RowRange rows =
        new RowRange(0, List.of(new FileRows("unplugged:" + folder.resolve("part-0"), 0, 1)));
    // The first page's header, then also the footer.
    for (long bytes : new long[] {10, Files.size(folder.resolve("part-0"))}) {
      hadoop.setLong(UnpluggedDisk.BYTES, bytes);
      assertThatThrownBy(() -> rows.read(hadoop, r -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the disk is unplugged");
    }
    hadoop.setLong(UnpluggedDisk.BYTES, 0);
    List<ImageRecord> read = new ArrayList<>();
    rows.read(hadoop, read::add);
    assertThat(read).extracting(ImageRecord::id).containsExactly("id0");
  }

  @Test
  void fileWithFewerRowsThanPlannedIsNamed() throws IOException {
    RowRange rows = open().rows(Split.TRAIN, 0, 1000);
    Files.delete(folder.resolve("part-1"));
    write("part-1", FIRST_FILE, FIRST_FILE + 10);
    assertThatThrownBy(() -> rows.read(hadoop, r -> {}))
        .hasMessageContaining("has 10 rows, expected at least 300");
  }

  @Test
  void failureOfTheConsumerIsItsOwn() throws IOException {
    RowRange rows = open().rows(Split.TRAIN, 0, 10);
    IllegalStateException own = new IllegalStateException("mine");
    assertThatThrownBy(
            () ->
                rows.read(
                    hadoop,
                    r -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  private void assertData(String message) {
    assertThatThrownBy(this::open)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            PolyakException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA));
  }

  private ImageDataset open() throws IOException {
    return ImageDataset.open(hadoop, hadoopPath("."));
  }

  private static DatasetInfo info(int schema) {
    return new DatasetInfo(
        schema,
        "f",
        1,
        1,
        List.of("a"),
        Map.of(
            "train",
            List.of(new DataFile("part-0", FIRST_FILE), new DataFile("part-1", SECOND_FILE))));
  }

  private void write(String name, int from, int to) throws IOException {
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(hadoopPath(name))
            .withType(SCHEMA)
            .withRowGroupSize(10_000L)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (int i = from; i < to; i++) {
        writer.write(
            groups
                .newGroup()
                .append("id", "id" + i)
                .append("label", 0)
                .append("label_name", "a")
                .append("width", 1)
                .append("height", 1)
                .append("format", ImageRecord.RGB8)
                .append("image", Binary.fromConstantByteArray(image(i)))
                .append("sha256", "digest" + i));
      }
    }
  }

  private static byte[] image(int i) {
    return new byte[] {(byte) i, (byte) (i >> 8), 3};
  }

  private void json(String name, Object value) throws IOException {
    Json.write(hadoop, hadoopPath(name), value);
  }

  private org.apache.hadoop.fs.Path hadoopPath(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
  }
}
