package org.polyak.pipeline.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;

/** Files as Hugging Face's library "datasets" writes them, by its schema and footer. */
class ParquetFormatTest {

  private static final String SCHEMA =
      """
      message schema {
        optional group image { optional binary bytes; optional binary path (STRING); }
        optional int64 label;
      }
      """;

  private static final String FOOTER =
      """
      {"info": {"features": {"image": {"_type": "Image"},
        "label": {"names": ["cat", "dog", "emu"], "_type": "ClassLabel"}}}}""";

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void splitsIdsAndNamesAreThoseOfTheFiles() throws IOException {
    pairs("data/train-00000-of-00002.parquet", FOOTER, 0, 2);
    pairs("data/train-00001-of-00002.parquet", FOOTER, 1);
    pairs("data/validation-00000-of-00001.parquet", FOOTER, 1);
    pairs("plain/test/0000.parquet", null, 0);
    Files.writeString(folder.resolve("README.md"), "# of no interest");
    pairs("data/_temporary/train.parquet", FOOTER, 0);

    Source source = open();
    List<RawImage> read = read(source);
    assertThat(read.stream().map(RawImage::listed))
        .containsExactly(
            new ListedImage("data/train-00000-of-00002/00000", Split.TRAIN, "0"),
            new ListedImage("data/train-00000-of-00002/00001", Split.TRAIN, "2"),
            new ListedImage("data/train-00001-of-00002/00000", Split.TRAIN, "1"),
            new ListedImage("data/validation-00000-of-00001/00000", Split.VALIDATION, "1"),
            new ListedImage("plain/test/0000/00000", Split.TEST, "0"));
    assertThat(text(read.get(1))).isEqualTo("image 1 of label 2");
    assertThat(source.classes(List.of("0")).keys()).containsExactly("0", "1", "2");
    assertThat(source.classes(List.of("0")).names()).containsExactly("cat", "dog", "emu");
    assertThat(source.files()).hasSize(4);
    assertThat(source.warnings()).isEmpty();
    assertThat(source.validationIsTheEnd()).isFalse();
    assertThat(new ParquetFormat().recognises(hadoop, SourceOptions.of(path("")))).isTrue();
  }

  @Test
  void rowsWithoutImageOrLabelAreRefused() throws IOException {
    write(
        "train.parquet",
        SCHEMA,
        Map.of("huggingface", FOOTER),
        8,
        (row, i) -> {
          if (i == 1) {
            row.addGroup("image").append("path", "1.jpg");
          } else if (i == 2) {
            row.addGroup("image").append("bytes", Binary.EMPTY);
          } else if (i != 0) {
            row.addGroup("image").append("bytes", bytes("image " + i));
          }
          if (i != 5) {
            row.append("label", new long[] {0, 0, 0, -1, 3, 0, 2, 1}[i]);
          }
        });
    List<RawImage> read = read(open());
    for (int i = 0; i < 3; i++) {
      assertThat(refused(read.get(i)).reason()).isEqualTo(RejectionReason.EMPTY);
    }
    assertThat(read.subList(3, 6))
        .allSatisfy(
            image -> {
              assertThat(image.listed().classKey()).isNull();
              assertThat(refused(image).reason()).isEqualTo(RejectionReason.LABEL_UNKNOWN);
              assertThat(refused(image).size()).isEqualTo(7);
            });
    assertThat(refused(read.get(3)).message()).isEqualTo("label -1 (expected 0 to 2)");
    // printf 'image 3' | sha256sum
    assertThat(refused(read.get(3)).sha256())
        .isEqualTo("7c82785f9109004556345ef2b80af58081377245dd2b234c1f21d08589110faa");
    assertThat(refused(read.get(4)).message()).isEqualTo("label 3 (expected 0 to 2)");
    assertThat(refused(read.get(5)).message()).isEqualTo("nothing in the column label");
    assertThat(text(read.get(6))).isEqualTo("image 6");
    assertThat(read.get(7).listed().classKey()).isEqualTo("1");
  }

  @Test
  void otherColumnsAndTextLabelsCanBeNamed() throws IOException {
    write(
        "some.parquet",
        """
        message schema {
          required binary jpeg; optional binary species (STRING); required int32 n (INTEGER(8,false));
        }
        """,
        Map.of(),
        3,
        (row, i) -> {
          row.append("jpeg", bytes("image " + i)).append("n", 200 + i);
          if (i < 2) {
            row.append("species", i == 0 ? "newt" : "asp");
          }
        });
    Source species = open("jpeg", "species");
    List<RawImage> read = read(species);
    assertThat(read.stream().map(image -> image.listed().classKey()))
        .containsExactly("newt", "asp", null);
    assertThat(read.get(0).listed())
        .isEqualTo(new ListedImage("some/00000", Split.VALIDATION, "newt"));
    assertThat(species.classes(List.of("newt", "asp")).names()).containsExactly("asp", "newt");

    Source numbers = open("jpeg", "n");
    assertThat(read(numbers).get(2).listed().classKey()).isEqualTo("202");
    assertThat(numbers.classes(List.of("10", "9")).names()).containsExactly("9", "10");
    assertThat(numbers.warnings()).singleElement().asString().contains("no class names");
    SourceOptions file = SourceOptions.of(path("some.parquet"));
    assertThat(new ParquetFormat().recognises(hadoop, file)).isTrue();
  }

  /** 20 images of 2 MB that no codec shrinks, in row groups of about 4 MB. */
  @Test
  void largeFilesAreCutAtRowGroups() throws IOException {
    byte[] noise = new byte[2 << 20];
    new Random(1).nextBytes(noise);
    write(
        "train.parquet",
        SCHEMA,
        Map.of(),
        20,
        (row, i) -> {
          noise[0] = (byte) i;
          row.addGroup("image").append("bytes", Binary.fromConstantByteArray(noise.clone()));
          row.append("label", (long) i);
        });
    Source source = open();
    List<Long> sizes = new ArrayList<>();
    List<Piece> pieces =
        source.containers().get(0).index(hadoop, (p, image, bytes) -> sizes.add(bytes));
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0).bytes()).isBetween(Piece.TARGET_BYTES, Piece.TARGET_BYTES + (9 << 20));
    assertThat(sizes)
        .hasSize(20)
        .allSatisfy(size -> assertThat(size).isBetween(2L << 20, (2L << 20) + 1000));
    List<RawImage> read = read(source);
    for (int i = 0; i < 20; i++) {
      assertThat(read.get(i).position()).isEqualTo(i);
      byte[] bytes = ((RawImage.Encoded) read.get(i).content()).bytes();
      noise[0] = (byte) i;
      assertThat(Arrays.equals(bytes, noise)).isTrue();
    }
  }

  @Test
  void wrongColumnsAreNamed() throws IOException {
    assertFails("no Parquet file in it");
    write(
        "train.parquet",
        "message schema { optional int64 img; optional double label; }",
        Map.of(),
        1,
        (row, i) -> row.append("img", 1L).append("label", 1.5));
    assertFails("train.parquet: the column label is 'optional double label' (expected a whole");
    assertThatThrownBy(() -> open(null, "img"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("no column image (expected binary, or a struct with the binary field")
        .hasMessageContaining("its columns are img, label); say which with --image-column");
    assertThatThrownBy(() -> open("img", "img"))
        .hasMessageContaining("the column img is 'optional int64 img' (expected binary, or");
  }

  @Test
  void filesThatContradictTheFirstAreNamed() throws IOException {
    pairs("a-train.parquet", FOOTER, 0);
    pairs("b-train.parquet", FOOTER.replace("emu", "eel"), 0);
    assertThatThrownBy(() -> read(open()))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("b-train.parquet: its footer names 3 classes of the column label");
    write(
        "b-train.parquet",
        SCHEMA.replace("int64 label", "binary label (STRING)"),
        Map.of(),
        1,
        (row, i) -> row.append("label", "cat"));
    assertThatThrownBy(() -> read(open()))
        .hasMessageContaining("b-train.parquet: the column label is")
        .hasMessageContaining("expected a whole number, as in the collection's first file");
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    pairs("train.parquet", FOOTER, 0, 1, 2);
    Source source = open();
    byte[] whole = Files.readAllBytes(folder.resolve("train.parquet"));
    for (int length : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
      replace("train.parquet", Arrays.copyOf(whole, length));
      assertThatThrownBy(this::open)
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("train.parquet: damaged Parquet file");
    }
    // The first page's header.
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 4, 30, (byte) 0xff);
    replace("train.parquet", damaged);
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("train.parquet: damaged Parquet file");
    Piece piece = pieceOf(whole);
    pairs("train.parquet", FOOTER, 0, 1);
    assertThatThrownBy(() -> piece.open(hadoop))
        .hasMessageContaining("2 rows in the row groups from 0 on (expected 3)");
    pairs("train.parquet", "no JSON", 0);
    assertFails("train.parquet, huggingface in its footer: damaged JSON");
  }

  @Test
  void otherLayoutsAreNotRecognised() throws IOException {
    Files.createDirectories(folder.resolve("train/cat"));
    Files.write(folder.resolve("train/cat/1.jpg"), new byte[1]);
    assertThat(new ParquetFormat().recognises(hadoop, SourceOptions.of(path("")))).isFalse();
    SourceOptions image = SourceOptions.of(path("train/cat/1.jpg"));
    assertThat(new ParquetFormat().recognises(hadoop, image)).isFalse();
    Files.createDirectories(folder.resolve("default/train"));
    pairs("default/train/0000.parquet", null, 0);
    assertThat(new ParquetFormat().recognises(hadoop, SourceOptions.of(path("")))).isTrue();
  }

  private Piece pieceOf(byte[] file) throws IOException {
    replace("train.parquet", file);
    return open().containers().get(0).index(hadoop, (p, i, b) -> {}).get(0);
  }

  private void pairs(String name, String footer, long... labels) throws IOException {
    write(
        name,
        SCHEMA,
        footer == null ? Map.of() : Map.of("huggingface", footer),
        labels.length,
        (row, i) -> {
          row.addGroup("image")
              .append("bytes", bytes("image %d of label %d".formatted(i, labels[i])))
              .append("path", "same.jpg");
          row.append("label", labels[i]);
        });
  }

  private void write(
      String name, String schema, Map<String, String> notes, int rows, ObjIntConsumer<Group> filler)
      throws IOException {
    ParquetFiles.write(folder.resolve(name), schema, notes, rows, filler);
  }

  /** Also removes the checksum that Hadoop's local file system keeps. */
  private void replace(String name, byte[] bytes) throws IOException {
    Files.deleteIfExists(folder.resolve("." + name + ".crc"));
    Files.write(folder.resolve(name), bytes);
  }

  private Source open() throws IOException {
    return open(null, null);
  }

  private Source open(String imageColumn, String labelColumn) throws IOException {
    SourceOptions options =
        new SourceOptions(path(""), null, null, Split.VALIDATION, 0, imageColumn, labelColumn);
    return new ParquetFormat().open(hadoop, options);
  }

  private void assertFails(String message) {
    assertThatThrownBy(this::open)
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining(message);
  }

  private List<RawImage> read(Source source) throws IOException {
    List<ListedImage> listed = new ArrayList<>();
    List<RawImage> read = new ArrayList<>();
    for (Container container : source.containers()) {
      for (Piece piece : container.index(hadoop, (position, image, bytes) -> listed.add(image))) {
        try (RawImages images = piece.open(hadoop)) {
          for (RawImage image = images.next(); image != null; image = images.next()) {
            read.add(image);
          }
        }
      }
    }
    assertThat(read.stream().map(RawImage::listed)).containsExactlyElementsOf(listed);
    return read;
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private static RawImage.Refused refused(RawImage image) {
    return (RawImage.Refused) image.content();
  }

  private static String text(RawImage image) {
    return new String(((RawImage.Encoded) image.content()).bytes(), StandardCharsets.UTF_8);
  }

  private static Binary bytes(String text) {
    return Binary.fromString(text);
  }
}
