package org.polyak.pipeline.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;

/** Files whose columns are not called image and label, such as CIFAR's on Hugging Face's Hub. */
class ColumnNamesTest {

  private static final String IMAGE = "{ optional binary bytes; optional binary path (STRING); }";

  private static final String CIFAR10 =
      "message schema { optional group img " + IMAGE + " optional int64 label; }";

  private static final String CIFAR100 =
      "message schema { optional group img "
          + IMAGE
          + " optional int64 fine_label; optional int64 coarse_label; }";

  private static final String CIFAR10_NOTE =
      """
      {"info": {"features": {"img": {"_type": "Image"},
        "label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}""";

  private static final String CIFAR100_NOTE =
      """
      {"info": {"features": {"img": {"_type": "Image"},
        "fine_label": {"names": ["apple", "aquarium_fish"], "_type": "ClassLabel"},
        "coarse_label": {"names": ["fish", "fruit"], "_type": "ClassLabel"}}}}""";

  @TempDir Path folder;

  @Test
  void theOnlyImageOfTheNoteIsTaken() throws IOException {
    write(CIFAR10, CIFAR10_NOTE, "img", "label");
    Source source = open(null, null, null);
    assertThat(read(source)).containsExactly("0 img 0", "1 img 1");
    assertThat(source.classes(List.of("0")).names()).containsExactly("cat", "dog");
  }

  @Test
  void theOnlyClassLabelOfTheNoteIsTaken() throws IOException {
    write(
        "message schema { optional group photo "
            + IMAGE
            + " optional int64 width; optional int64 species; }",
        CIFAR10_NOTE.replace("img", "photo").replace("label", "species"),
        "photo",
        "species");
    Source source = open(null, null, null);
    assertThat(read(source)).containsExactly("0 photo 0", "1 photo 1");
    assertThat(source.classes(List.of("0")).names()).containsExactly("cat", "dog");
  }

  @Test
  void ofTwoLabellingsTheOptionSaysWhich() throws IOException {
    write(CIFAR100, CIFAR100_NOTE, "img", "fine_label", "coarse_label");
    assertFails(
        "train.parquet: 2 columns of class labels: fine_label, coarse_label (expected one, or one"
            + " of the name label); say which with --label-column");
    assertThat(open("coarse", null, null).classes(List.of()).names())
        .containsExactly("fish", "fruit");
    assertThat(open("fine", null, null).classes(List.of()).names())
        .containsExactly("apple", "aquarium_fish");
    assertThat(open("fine", null, "coarse_label").classes(List.of()).names())
        .containsExactly("fish", "fruit");
  }

  /** A struct with bytes may also hold a sound: where there is a note, it decides. */
  @Test
  void ofTwoImagesTheOptionSaysWhich() throws IOException {
    String schema =
        "message schema { optional group a " + IMAGE + "optional group b " + IMAGE + " %s }";
    String label = "optional int64 label;";
    write(schema.formatted(label), null, "a", "label");
    assertFails("2 columns of images: a, b (expected one, or one of the name image); say which");
    assertThat(read(open(null, "a", null))).containsExactly("0 a 0", "1 a 1");
    String features = "{\"info\": {\"features\": {\"a\": {\"_type\": \"%s\"}, %s}}}";
    String image = "\"b\": {\"_type\": \"Image\"}";
    write(schema.formatted(label), features.formatted("Image", image), "b", "label");
    assertFails("2 columns of images: a, b");
    write(schema.formatted(label), features.formatted("Audio", image), "b", "label");
    assertThat(read(open(null, null, null))).containsExactly("0 b 0", "1 b 1");
  }

  @Test
  void customaryNamesComeBeforeTheNote() throws IOException {
    write(
        "message schema { optional group image "
            + IMAGE
            + "optional group mask "
            + IMAGE
            + " optional int64 label; optional int64 superclass; }",
        """
        {"info": {"features": {"image": {"_type": "Image"}, "mask": {"_type": "Image"},
          "label": {"names": ["cat", "dog"], "_type": "ClassLabel"},
          "superclass": {"names": ["pet"], "_type": "ClassLabel"}}}}""",
        "image",
        "label");
    assertThat(read(open(null, null, null))).containsExactly("0 image 0", "1 image 1");
  }

  @Test
  void withoutNoteTheOnlyStructWithBytesIsTheImage() throws IOException {
    write(CIFAR10, null, "img", "label");
    assertThat(read(open(null, null, null))).containsExactly("0 img 0", "1 img 1");
    write(CIFAR100, null, "img", "fine_label", "coarse_label");
    assertFails("no column label (expected a whole number or text");
    assertThat(read(open("fine", null, null))).containsExactly("0 img 0", "1 img 1");
  }

  /** Two rows, whose labels are their numbers. */
  private void write(String schema, String note, String image, String... labels)
      throws IOException {
    ParquetFiles.write(
        folder.resolve("train.parquet"),
        schema,
        note == null ? Map.of() : Map.of("huggingface", note),
        2,
        (row, i) -> {
          row.addGroup(image).append("bytes", Binary.fromString(image + " " + i));
          for (String label : labels) {
            row.append(label, (long) i);
          }
        });
  }

  private Source open(String labels, String imageColumn, String labelColumn) throws IOException {
    org.apache.hadoop.fs.Path input = new org.apache.hadoop.fs.Path(folder.toUri());
    SourceOptions options =
        new SourceOptions(input, labels, null, Split.TRAIN, 0, imageColumn, labelColumn);
    return new ParquetFormat().open(new Configuration(), options);
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> open(null, null, null))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            PolyakException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA));
  }

  /** Class key and content of every image. */
  private static List<String> read(Source source) throws IOException {
    Configuration hadoop = new Configuration();
    List<String> read = new ArrayList<>();
    try (RawImages images =
        source.containers().get(0).index(hadoop, (p, i, b) -> {}).get(0).open(hadoop)) {
      for (RawImage image = images.next(); image != null; image = images.next()) {
        byte[] bytes = ((RawImage.Encoded) image.content()).bytes();
        read.add(image.listed().classKey() + " " + new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return read;
  }
}
