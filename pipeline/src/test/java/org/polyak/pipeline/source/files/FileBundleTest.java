package org.polyak.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

class FileBundleTest {

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void filesAreListedInTheOrderOfTheirPathsWhateverTheStoragesOrder() throws IOException {
    // 'B' < 'a' < 'é' and '-' < '.' < '/' in UTF-16 units.
    for (String name : List.of("a/z.jpg", "a-b.jpg", "B.jpg", "a.jpg", "é/1.png", "a/b/c.jpg")) {
      write(name, new byte[] {1});
    }
    Files.createDirectories(folder.resolve("empty/folder"));
    assertThat(names())
        .containsExactly("B.jpg", "a-b.jpg", "a.jpg", "a/b/c.jpg", "a/z.jpg", "é/1.png");
  }

  @Test
  void aLinkBackToItsFolderIsAnErrorAndNotAnEndlessWalk() throws IOException {
    write("a/1.jpg", new byte[] {1});
    Files.createSymbolicLink(folder.resolve("a/back"), folder);
    assertThatThrownBy(this::names)
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("32 deep");
  }

  @Test
  void bundlesGiveEveryFileOnceWithItsBytes() throws IOException {
    Random random = new Random(1);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(100_000)];
      random.nextBytes(content);
      contents.add(content);
      write("%02d.jpg".formatted(i), content);
    }
    List<RawImage> images = read(new FileBundle(listed()));
    assertThat(images).hasSize(20);
    for (int i = 0; i < 20; i++) {
      assertThat(images.get(i).position()).isEqualTo(i);
      assertThat(images.get(i).listed().id()).isEqualTo("%02d.jpg".formatted(i));
      assertThat(((RawImage.Encoded) images.get(i).content()).bytes()).isEqualTo(contents.get(i));
    }
  }

  @Test
  void theIndexListsWhatReadingGives() throws IOException {
    write("a.jpg", new byte[] {1, 2, 3});
    write("b.jpg", new byte[] {});
    FileBundle bundle = new FileBundle(listed());
    List<String> lines = new ArrayList<>();
    List<Piece> pieces =
        bundle.index(hadoop, (at, image, bytes) -> lines.add(at + image.id() + bytes));
    assertThat(lines).containsExactly("0a.jpg3", "1b.jpg0");
    assertThat(pieces).containsExactly(bundle);
    assertThat(bundle.bytes()).isEqualTo(3);
  }

  @Test
  void bundlesAreCutAtTheTargetAndAtTheNumberOfFiles() {
    List<FileBundle.ImageFile> large = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      large.add(file(i, Piece.TARGET_BYTES / 2));
    }
    assertThat(FileBundles.of(large)).extracting(b -> b.files().size()).containsExactly(2, 2, 2, 1);
    List<FileBundle.ImageFile> small = new ArrayList<>();
    for (int i = 0; i < 2049; i++) {
      small.add(file(i, 0));
    }
    List<FileBundle> bundles = FileBundles.of(small);
    assertThat(bundles).extracting(b -> b.files().size()).containsExactly(1024, 1024, 1);
    assertThat(bundles.stream().flatMap(b -> b.files().stream()).toList()).isEqualTo(small);
    assertThat(FileBundles.of(List.of())).isEmpty();
  }

  @Test
  void anOverlongFileIsRefusedUnread() throws IOException {
    Path file = folder.resolve("long.jpg");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(Oversize.MAX_BYTES + 1L);
    }
    RawImage.Refused refused = (RawImage.Refused) read(new FileBundle(listed())).get(0).content();
    assertThat(refused.reason()).isEqualTo(RejectionReason.TOO_LARGE);
    assertThat(refused.size()).isEqualTo(268_435_457);
    assertThat(refused.sha256()).isEmpty();
  }

  @Test
  void aFileThatChangedSinceItWasListedIsAnError() throws IOException {
    write("a.jpg", new byte[10]);
    FileBundle bundle = new FileBundle(listed());
    for (int length : new int[] {9, 11}) {
      write("a.jpg", new byte[length]);
      assertThatThrownBy(() -> read(bundle))
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("a.jpg: changed while it was being read (expected 10 bytes");
    }
  }

  private List<RawImage> read(Piece piece) throws IOException {
    List<RawImage> images = new ArrayList<>();
    try (RawImages reader = piece.open(hadoop)) {
      for (RawImage image = reader.next(); image != null; image = reader.next()) {
        images.add(image);
      }
    }
    return images;
  }

  private List<String> names() throws IOException {
    return listed().stream().map(f -> f.image().id()).toList();
  }

  private List<FileBundle.ImageFile> listed() throws IOException {
    org.apache.hadoop.fs.Path input = new org.apache.hadoop.fs.Path(folder.toUri());
    FileSystem fs = input.getFileSystem(hadoop);
    List<FileBundle.ImageFile> files = new ArrayList<>();
    for (FileStatus status : FileListing.below(fs, input)) {
      ListedImage image =
          new ListedImage(FileListing.relative(input, status.getPath()), Split.TRAIN, null);
      files.add(FileBundle.ImageFile.of(status, image));
    }
    return files;
  }

  private static FileBundle.ImageFile file(int number, long length) {
    return new FileBundle.ImageFile(
        "file:/" + number, length, new ListedImage("" + number, Split.TRAIN, null));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
