package org.polyak.pipeline.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.stage.Json;

/** This project's own data sets, with rows written by Spark. */
class DatasetSourceTest {

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;
  private SparkSession spark;

  @BeforeEach
  void writeDataset() throws IOException {
    spark = SparkSessions.open("test", "local[1]", Map.of());
    write(
        Split.TRAIN,
        row("b/1", 2, "emu", 2, 1, "rgb8", new byte[] {1, 2, 3, 4, 5, -6}),
        row("b/2", 0, "house cat", 7, 5, "jpeg", new byte[] {9, 9}),
        row("b/3", 0, "house cat", 2, 2, "rgb8", new byte[] {1, 2, 3}));
    write(Split.TEST, row("t/1", 2, "emu", 1, 1, "rgb8", new byte[] {7, 8, 9}));
    spark
        .createDataFrame(
            List.of(RowFactory.create("x", 1L, "", "empty", "no byte")), DatasetSchema.QUARANTINE)
        .write()
        .parquet(path("quarantine").toString());
    Json.write(hadoop, path("dataset.json"), Map.of("labels", List.of("house cat", "dog", "emu")));
  }

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void rowsKeepIdsSplitsClassesAndPixels() throws IOException {
    Source source = open("");
    List<RawImage> read = read(source);
    assertThat(read.stream().map(RawImage::listed))
        .containsExactly(
            new ListedImage("t/1", Split.TEST, "2 emu"),
            new ListedImage("b/1", Split.TRAIN, "2 emu"),
            new ListedImage("b/2", Split.TRAIN, "0 house cat"),
            new ListedImage("b/3", Split.TRAIN, "0 house cat"));
    RawImage.Pixels pixels = (RawImage.Pixels) read.get(1).content();
    assertThat(pixels.width()).isEqualTo(2);
    assertThat(pixels.height()).isEqualTo(1);
    assertThat(pixels.rgb()).containsExactly(1, 2, 3, 4, 5, -6);
    assertThat(((RawImage.Encoded) read.get(2).content()).bytes()).containsExactly(9, 9);
    RawImage.Refused refused = (RawImage.Refused) read.get(3).content();
    assertThat(refused.reason()).isEqualTo(RejectionReason.CORRUPT);
    assertThat(refused.message()).isEqualTo("3 bytes (expected 3 for each of 2x2 pixels)");

    Classes classes = source.classes(keys(read));
    assertThat(classes.names()).containsExactly("house cat", "dog", "emu");
    assertThat(classes.keys()).containsExactly("0 house cat", "1 dog", "2 emu");
    assertThat(source.files()).hasSize(3);
    assertThat(new ParquetFormat().recognises(hadoop, SourceOptions.of(path("")))).isTrue();
  }

  @Test
  void rowsAloneSayTheirClassesToo() throws IOException {
    Source source = open("images");
    assertThat(source.classes(keys(read(source))).names()).containsExactly("house cat", "emu");
    assertThatThrownBy(() -> source.classes(List.of("0 house cat", "0 dog")))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("expected one name for a label");
  }

  @Test
  void namesThatAreNotInTheDescriptionAreAnError() throws IOException {
    assertThatThrownBy(() -> open("").classes(List.of("2 emu", "1 wolf")))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("label 1 is called 'wolf' in its rows");
  }

  private static Set<String> keys(List<RawImage> images) {
    Set<String> keys = new HashSet<>();
    images.forEach(image -> keys.add(image.listed().classKey()));
    return keys;
  }

  private static Row row(
      String id, int label, String name, int width, int height, String format, byte[] image) {
    return RowFactory.create(id, label, name, width, height, format, image, "digest");
  }

  private void write(Split split, Row... rows) {
    spark
        .createDataFrame(List.of(rows), DatasetSchema.IMAGES)
        .coalesce(1)
        .write()
        .parquet(path(DatasetSchema.folder(split)).toString());
  }

  private Source open(String below) throws IOException {
    return new ParquetFormat().open(hadoop, SourceOptions.of(path(below)));
  }

  private List<RawImage> read(Source source) throws IOException {
    List<RawImage> read = new ArrayList<>();
    for (Container container : source.containers()) {
      for (Piece piece : container.index(hadoop, (position, image, bytes) -> {})) {
        try (RawImages images = piece.open(hadoop)) {
          for (RawImage image = images.next(); image != null; image = images.next()) {
            read.add(image);
          }
        }
      }
    }
    return read;
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }
}
