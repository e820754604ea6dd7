package org.polyak.pipeline.source.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
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

/** CIFAR-100; CIFAR-10 goes through the whole stage in the tests of ingest. */
class CifarFormatTest {

  private static final int RECORD = 3074;
  private static final int TRAINING = 20_000;

  private final Configuration hadoop = new Configuration();

  @TempDir Path folder;
  private byte[] train;

  /**
   * More than one piece's worth, with coarse label {@code i % 20} and fine label {@code i % 100}.
   */
  @BeforeEach
  void write() throws IOException {
    train = records(TRAINING, 1);
    Files.write(folder.resolve("train.bin"), train);
    Files.write(folder.resolve("test.bin"), records(50, 2));
    names("fine_label_names.txt", 100);
    names("coarse_label_names.txt", 20);
  }

  @Test
  void fineLabelsInSeveralPieces() throws IOException {
    Source source = open(null);
    List<ListedImage> listed = new ArrayList<>();
    List<RawImage> read = new ArrayList<>();
    int pieces = 0;
    for (Container container : source.containers()) {
      for (Piece piece : container.index(hadoop, (position, image, bytes) -> listed.add(image))) {
        pieces++;
        try (RawImages images = piece.open(hadoop)) {
          for (RawImage image = images.next(); image != null; image = images.next()) {
            read.add(image);
          }
        }
      }
    }
    assertThat(pieces).isGreaterThan(2);
    assertThat(read.stream().map(RawImage::listed)).containsExactlyElementsOf(listed);
    assertThat(listed).hasSize(TRAINING + 50);
    assertThat(listed.get(12_345)).isEqualTo(new ListedImage("train/12345", Split.TRAIN, "45"));
    assertThat(listed.get(TRAINING + 49))
        .isEqualTo(new ListedImage("test/00049", Split.TEST, "49"));
    assertThat(read.stream().map(RawImage::position)).isSorted().doesNotHaveDuplicates();
    RawImage.Pixels pixels = (RawImage.Pixels) read.get(12_345).content();
    int start = 12_345 * RECORD + 2;
    int pixel = 5 * 32 + 9;
    assertThat(IntStream.range(0, 3).mapToObj(c -> pixels.rgb()[3 * pixel + c]))
        .containsExactly(
            train[start + pixel], train[start + 1024 + pixel], train[start + 2048 + pixel]);
    assertThat(source.classes(List.of()).names()).hasSize(100).contains("name 99");
    assertThat(source.warnings()).isEmpty();
  }

  @Test
  void coarseLabels() throws IOException {
    train[7 * RECORD] = 20;
    Files.write(folder.resolve("train.bin"), train);
    Source source = open("coarse");
    assertThat(source.classes(List.of()).names()).hasSize(20);
    try (RawImages images =
        source.containers().get(0).index(hadoop, (p, i, b) -> {}).get(0).open(hadoop)) {
      for (int i = 0; i < 7; i++) {
        assertThat(images.next().listed().classKey()).isEqualTo(Integer.toString(i));
      }
      RawImage unknown = images.next();
      assertThat(unknown.listed().classKey()).isNull();
      RawImage.Refused refused = (RawImage.Refused) unknown.content();
      assertThat(refused.reason()).isEqualTo(RejectionReason.LABEL_UNKNOWN);
      assertThat(refused.message()).isEqualTo("label 20 (expected 0 to 19)");
      assertThat(refused.size()).isEqualTo(RECORD);
    }
  }

  @Test
  void unknownLabellingIsRefused() {
    assertThatThrownBy(() -> open("medium"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("--labels medium: expected fine or coarse");
  }

  private Source open(String labels) throws IOException {
    SourceOptions options =
        new SourceOptions(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            labels,
            null,
            Split.TRAIN,
            0,
            null,
            null);
    assertThat(CifarFormat.cifar100().recognises(hadoop, SourceOptions.of(options.input())))
        .isTrue();
    assertThat(CifarFormat.cifar10().recognises(hadoop, SourceOptions.of(options.input())))
        .isFalse();
    return CifarFormat.cifar100().open(hadoop, options);
  }

  private static byte[] records(int count, long seed) {
    byte[] bytes = new byte[count * RECORD];
    new Random(seed).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD] = (byte) (i % 20);
      bytes[i * RECORD + 1] = (byte) (i % 100);
    }
    return bytes;
  }

  private void names(String file, int count) throws IOException {
    Files.write(
        folder.resolve(file), IntStream.range(0, count).mapToObj(i -> "name " + i).toList());
  }
}
