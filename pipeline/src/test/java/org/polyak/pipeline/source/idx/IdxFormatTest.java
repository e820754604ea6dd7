package org.polyak.pipeline.source.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;

class IdxFormatTest {

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  /** Two images of 2x3: all bytes worked out by hand. */
  @Test
  void greyImagesBecomeColouredOnesWithABorder() throws IOException {
    byte[] images = {
      0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, //
      10, 20, 30, 40, 50, 60, //
      -1, -2, -3, -4, -5, -6
    };
    write("train-images-idx3-ubyte", images);
    write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 9, (byte) 200});

    List<RawImage> read = read(open(0));
    assertThat(read.stream().map(RawImage::listed))
        .containsExactly(
            new ListedImage("train/00000", Split.TRAIN, "9"),
            new ListedImage("train/00001", Split.TRAIN, "200"));
    assertThat(pixels(read.get(0)))
        .containsExactly(10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40, 50, 50, 50, 60, 60, 60);
    assertThat(pixels(read.get(1))).startsWith(-1, -1, -1, -2).endsWith(-5, -6, -6, -6);

    RawImage.Pixels padded = (RawImage.Pixels) read(open(1)).get(0).content();
    assertThat(padded.width()).isEqualTo(5);
    assertThat(padded.height()).isEqualTo(4);
    assertThat(padded.rgb()).hasSize(3 * 5 * 4);
    int[] firstChannel = new int[20];
    for (int i = 0; i < 20; i++) {
      firstChannel[i] = padded.rgb()[3 * i];
    }
    assertThat(firstChannel)
        .containsExactly(0, 0, 0, 0, 0, 0, 10, 20, 30, 0, 0, 40, 50, 60, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void splitsAndClassesAreThoseOfTheFiles() throws IOException {
    pair("train", 30, 28, 28, 1, false);
    pair("t10k", 12, 28, 28, 2, false);
    Source source = open(2);
    List<RawImage> read = read(source);
    assertThat(read).hasSize(42);
    assertThat(read.get(29).listed()).isEqualTo(new ListedImage("train/00029", Split.TRAIN, "9"));
    assertThat(read.get(41).listed()).isEqualTo(new ListedImage("t10k/00011", Split.TEST, "1"));
    assertThat(((RawImage.Pixels) read.get(41).content()).rgb()).hasSize(3 * 32 * 32);
    assertThat(source.classes(List.of("10", "9", "0")).keys()).containsExactly("0", "9", "10");
    assertThat(source.validationIsTheEnd()).isTrue();
    assertThat(source.warnings()).isEmpty();
    assertThat(source.files()).hasSize(4);
    assertThat(recognised()).isTrue();
  }

  @Test
  void gzippedFilesAndNamesWithDotsGiveTheSame() throws IOException {
    pair("train", 30, 4, 5, 1, false);
    List<RawImage> plain = read(open(0));
    for (String kind : List.of("images", "labels")) {
      String name = "train-%s-idx%d-ubyte".formatted(kind, kind.equals("images") ? 3 : 1);
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      Files.delete(folder.resolve(name));
      write(name.replace("-idx", ".idx") + ".gz", gzip(bytes));
    }
    assertThat(recognised()).isTrue();
    assertSame(read(open(0)), plain);
  }

  @Test
  void largePlainFilesAreCutAtImages() throws IOException {
    // 12,000 images of 4 kB: more than one piece's worth.
    pair("train", 12_000, 64, 64, 3, false);
    Source source = open(0);
    List<Piece> pieces = source.containers().get(0).index(hadoop, (p, i, b) -> {});
    assertThat(pieces).hasSize(2);
    assertThat(pieces.stream().mapToLong(Piece::bytes).sum()).isEqualTo(12_000L * 4096);
    byte[] file = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
    long position = 0;
    for (Piece piece : pieces) {
      try (RawImages images = piece.open(hadoop)) {
        for (RawImage image = images.next(); image != null; image = images.next()) {
          assertThat(image.position()).isEqualTo(position);
          byte[] rgb = ((RawImage.Pixels) image.content()).rgb();
          assertThat(rgb[3 * 100]).isEqualTo(file[(int) (16 + position * 4096 + 100)]);
          position++;
        }
      }
    }
    assertThat(position).isEqualTo(12_000);
  }

  @Test
  void wrongFilesAreNamed() throws IOException {
    assertThat(recognised()).isFalse();
    assertFails("no training images in it (expected train-images-idx3-ubyte");
    pair("train", 30, 4, 5, 1, false);
    assertThat(open(0).warnings())
        .singleElement()
        .asString()
        .contains("t10k-images-idx3-ubyte is missing");

    byte[] images = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte", Arrays.copyOf(images, images.length - 1));
    assertFails("is 615 bytes long (expected 616, as its header says)");
    write("train-images-idx3-ubyte", Arrays.copyOf(images, 10));
    assertFails("train-images-idx3-ubyte: ends within its header");
    byte[] other = images.clone();
    other[3] = 4;
    write("train-images-idx3-ubyte", other);
    assertFails("begins with the number 2052 (expected 2051");
    other = images.clone();
    other[12] = 1;
    write("train-images-idx3-ubyte", other);
    assertFails("its header says 30 images of 4x16777221");
    write("train-images-idx3-ubyte", images);
    write("train-labels-idx1-ubyte", labels(29));
    assertFails("holds 30 images and");
    assertFails("holds 29 labels (expected equally many)");
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertFails("train-images-idx3-ubyte is there without the labels");
    SourceOptions file = SourceOptions.of(path("train-images-idx3-ubyte"));
    assertThatThrownBy(() -> new IdxFormat().open(hadoop, file))
        .hasMessageContaining("is a file (expected the folder with train-images-idx3-ubyte");
    assertThat(new IdxFormat().recognises(hadoop, file)).isFalse();
  }

  @Test
  void damagedGzipStreamIsNamed() throws IOException {
    pair("train", 300, 28, 28, 1, true);
    byte[] images = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte.gz"));
    for (int length : new int[] {images.length / 2, images.length - 4}) {
      write("train-images-idx3-ubyte.gz", Arrays.copyOf(images, length));
      assertThatThrownBy(() -> read(open(0)))
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("damaged or truncated gzip stream");
    }
    byte[] forged = images(300, 28, 28, 1);
    forged[4] = 100;
    write("train-images-idx3-ubyte.gz", gzip(forged));
    byte[] labels = labels(300);
    labels[4] = 100;
    write("train-labels-idx1-ubyte.gz", gzip(labels));
    assertFails("too short for the");
  }

  @Test
  void gzippedFileThatGoesOnIsNamed() throws IOException {
    pair("train", 3, 2, 2, 1, true);
    byte[] images = images(3, 2, 2, 1);
    write("train-images-idx3-ubyte.gz", gzip(Arrays.copyOf(images, images.length + 1)));
    assertThatThrownBy(() -> read(open(0)))
        .hasMessageContaining("goes on after 3 images, as many as its header says");
  }

  @Test
  void failureOfTheStorageStaysAsItIs() throws IOException {
    IOException lost = new IOException("connection lost");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw lost;
          }
        };
    try (IdxStream in = new IdxStream("there", failing, true)) {
      assertThatThrownBy(() -> in.readInt("its header")).isSameAs(lost);
    }
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining(message);
  }

  private boolean recognised() throws IOException {
    return new IdxFormat().recognises(hadoop, SourceOptions.of(path("")));
  }

  private Source open(int pad) throws IOException {
    return new IdxFormat()
        .open(hadoop, new SourceOptions(path(""), null, null, Split.VALIDATION, pad, null, null));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  /** Reads all images and checks that they are those listed. */
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

  private static void assertSame(List<RawImage> found, List<RawImage> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).listed()).isEqualTo(expected.get(i).listed());
      assertThat(pixels(found.get(i))).isEqualTo(pixels(expected.get(i)));
    }
  }

  private static byte[] pixels(RawImage image) {
    return ((RawImage.Pixels) image.content()).rgb();
  }

  private void pair(String name, int count, int rows, int columns, long seed, boolean zipped)
      throws IOException {
    byte[] images = images(count, rows, columns, seed);
    String end = zipped ? ".gz" : "";
    write(name + "-images-idx3-ubyte" + end, zipped ? gzip(images) : images);
    write(name + "-labels-idx1-ubyte" + end, zipped ? gzip(labels(count)) : labels(count));
  }

  private static byte[] images(int count, int rows, int columns, long seed) {
    byte[] pixels = new byte[count * rows * columns];
    new Random(seed).nextBytes(pixels);
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x00000803)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  private static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x00000801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }
}
