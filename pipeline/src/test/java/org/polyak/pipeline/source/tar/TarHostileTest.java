package org.polyak.pipeline.source.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.polyak.pipeline.source.tar.TarFixture.archive;
import static org.polyak.pipeline.source.tar.TarFixture.header;
import static org.polyak.pipeline.source.tar.TarFixture.sealed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;

/** Archives that want to do harm, that lie, or that are damaged. */
class TarHostileTest {

  private static final byte[] CONTENT = {7, 8, 9};

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../up.jpg",
        "a/../../up.jpg",
        "a/..",
        "..",
        "a\\b.jpg",
        "C:/x.jpg",
        "c:x.jpg",
        "a\nb.jpg",
        "a\u001b[2J.jpg",
        "a\u0085b.jpg",
        "./",
        "a/"
      })
  void unsafeNamesAreRefusedAndWhatFollowsIsRead(String name) throws IOException {
    List<RawImage> images =
        read(archive(header(name, 3, '0'), CONTENT, header("good.jpg", 3, '0'), CONTENT));
    assertThat(images).hasSize(2);
    RawImage.Refused refused = (RawImage.Refused) images.get(0).content();
    assertThat(refused.reason().key()).isEqualTo("unsafe-name");
    assertThat(refused.size()).isEqualTo(3);
    assertThat(images.get(0).listed().id().chars()).noneMatch(Character::isISOControl);
    assertThat(TarFixture.line(images.get(1))).isEqualTo("good.jpg 070809");
  }

  @Test
  void anUnsafeNameIsFoundInExtensionHeadersToo() throws IOException {
    byte[] pax = "19 path=../up.jpeg\n".getBytes(StandardCharsets.UTF_8);
    byte[] nul = "17 path=a\0b.jpeg\n".getBytes(StandardCharsets.UTF_8);
    byte[] gnu = "/absolute.jpeg\0".getBytes(StandardCharsets.UTF_8);
    byte[] long4 = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
    List<RawImage> images =
        read(
            archive(
                header("p", pax.length, 'x'),
                pax,
                header("1.jpg", 3, '0'),
                CONTENT,
                header("p", nul.length, 'x'),
                nul,
                header("2.jpg", 3, '0'),
                CONTENT,
                header("p", gnu.length, 'L'),
                gnu,
                header("3.jpg", 3, '0'),
                CONTENT,
                header("p", long4.length, 'L'),
                long4,
                header("4.jpg", 3, '0'),
                CONTENT));
    assertThat(images).allMatch(i -> i.content() instanceof RawImage.Refused);
    assertThat(images)
        .extracting(i -> i.listed().id())
        .containsExactly("../up.jpeg", "a\\u0000b.jpeg", "/absolute.jpeg", "x".repeat(200) + "...");
  }

  @ParameterizedTest
  @CsvSource({
    "1,not-a-file,hard link",
    "2,not-a-file,symbolic link",
    "3,not-a-file,device",
    "4,not-a-file,device",
    "6,not-a-file,pipe",
    "Z,not-a-file,type 0x5a",
    "S,unsupported,sparse"
  })
  void whatIsNoPlainFileIsRefused(char type, String reason, String message) throws IOException {
    List<RawImage> images =
        read(archive(header("x.jpg", 0, type), header("good.jpg", 3, '7'), CONTENT));
    RawImage.Refused refused = (RawImage.Refused) images.get(0).content();
    assertThat(refused.reason().key()).isEqualTo(reason);
    assertThat(refused.message()).contains(message);
    assertThat(TarFixture.line(images.get(1))).isEqualTo("good.jpg 070809");
  }

  @Test
  void foldersAndLabelsAreNoInputs() throws IOException {
    List<RawImage> images =
        read(
            archive(
                header("folder/", 0, '5'),
                header("old/", 0, '\0'),
                header("label", 0, 'V'),
                header("folder/", 3, 'D'),
                CONTENT,
                header("good.jpg", 3, '\0'),
                CONTENT));
    assertThat(images.stream().map(TarFixture::line)).containsExactly("good.jpg 070809");
  }

  @Test
  void paxRecordsAndPrefixesNameAndMeasureMembers() throws IOException {
    byte[] size = "10 size=3\n".getBytes(StandardCharsets.UTF_8);
    byte[] global = "16 path=all.jpg\n11 other=1\n".getBytes(StandardCharsets.UTF_8);
    byte[] own = "16 path=own.jpg\n".getBytes(StandardCharsets.UTF_8);
    byte[] takenBack = "8 path=\n".getBytes(StandardCharsets.UTF_8);
    byte[] prefixed = header("b.jpg", 3, '0');
    TarFixture.put(prefixed, 257, "ustar\00000");
    TarFixture.put(prefixed, 345, "pre/fix");
    byte[] gnu = header("c.jpg", 3, '0');
    TarFixture.put(gnu, 257, "ustar  \0");
    TarFixture.put(gnu, 345, "01234567");
    byte[] archive =
        archive(
            header("p", size.length, 'x'),
            size,
            header("a.jpg", 0, '0'),
            CONTENT,
            sealed(prefixed),
            CONTENT,
            sealed(gnu),
            CONTENT,
            header("g", global.length, 'g'),
            global,
            header("d.jpg", 3, '0'),
            CONTENT,
            header("p", own.length, 'x'),
            own,
            header("e.jpg", 3, '0'),
            CONTENT,
            header("f.jpg", 3, '0'),
            CONTENT,
            header("p", takenBack.length, 'x'),
            takenBack,
            header("h.jpg", 3, '0'),
            CONTENT);
    List<String> expected =
        List.of("a.jpg", "pre/fix/b.jpg", "c.jpg", "all.jpg", "own.jpg", "all.jpg", "h.jpg");
    assertThat(read(archive)).extracting(i -> i.listed().id()).isEqualTo(expected);
    assertThat(read(archive)).allMatch(i -> i.content() instanceof RawImage.Encoded);
  }

  @Test
  void aNameThatIsNotUtf8StaysDistinct() throws IOException {
    byte[] latin = header("?.jpg", 3, '0');
    latin[0] = (byte) 0xe9;
    byte[] other = header("?.jpg", 3, '0');
    other[0] = (byte) 0xe8;
    assertThat(read(archive(sealed(latin), CONTENT, sealed(other), CONTENT)))
        .extracting(i -> i.listed().id())
        .containsExactly("é.jpg", "è.jpg");
  }

  @Test
  void aMemberOfManyGigabytesIsRefusedUnreadAndWhatFollowsIsRead() throws IOException {
    long size = (9L << 30) + 5;
    byte[] header = new byte[512];
    TarArchiveEntry entry = new TarArchiveEntry("huge.jpg");
    entry.setSize(size);
    entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    Path file = folder.resolve("huge.tar");
    long second = 512 + (9L << 30) + 512;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(header);
      sparse.seek(second);
      sparse.write(archive(header("good.jpg", 3, '0'), CONTENT));
    }
    List<RawImage> images = read(file);
    RawImage.Refused refused = (RawImage.Refused) images.get(0).content();
    assertThat(refused.reason().key()).isEqualTo("too-large");
    assertThat(refused.size()).isEqualTo(size);
    assertThat(images.get(1).position()).isEqualTo(second);
    assertThat(TarFixture.line(images.get(1))).isEqualTo("good.jpg 070809");
  }

  @Test
  void sizesThatHideTheNextHeaderFailTheJob() throws IOException {
    byte[] negative = header("x.jpg", 0, '0');
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    byte[] enormous = header("x.jpg", 0, '0');
    Arrays.fill(enormous, 124, 136, (byte) 0xbf);
    byte[] maximal = header("x.jpg", 0, '0');
    Arrays.fill(maximal, 125, 128, (byte) 0);
    maximal[124] = (byte) 0x80;
    maximal[128] = 0x7f;
    Arrays.fill(maximal, 129, 136, (byte) 0xff);
    byte[] text = header("x.jpg", 0, '0');
    TarFixture.put(text, 124, "12x45");
    byte[] pax = "11 size=-3\n".getBytes(StandardCharsets.UTF_8);
    byte[] longPax = "99 size=3\n".getBytes(StandardCharsets.UTF_8);
    assertDamaged(archive(sealed(negative), CONTENT), "member of -1 bytes (offset 0)");
    assertDamaged(archive(sealed(enormous), CONTENT), "exceeds 64 bits");
    assertDamaged(archive(sealed(maximal), CONTENT), "9223372036854775807 bytes, but the archive");
    assertDamaged(archive(sealed(text), CONTENT), "byte 0x78 (expected octal digits)");
    assertDamaged(archive(header("x.jpg", 5000, '0'), CONTENT), "x.jpg has 5000 bytes, but");
    assertDamaged(
        archive(header("p", pax.length, 'x'), pax, header("x.jpg", 3, '0'), CONTENT),
        "size is no number of bytes (offset 1024)");
    assertDamaged(
        archive(header("p", longPax.length, 'x'), longPax, header("x.jpg", 3, '0'), CONTENT),
        "pax record at byte 0");
    assertDamaged(archive(header("p", 2 << 20, 'L')), "extension header of 2097152 bytes");
    assertDamaged(archive(header("p", 3, 'L'), CONTENT), "behind an extension header");
  }

  @Test
  void anArchiveThatIsCutAnywhereFailsTheJob() throws IOException {
    byte[] whole = TarFixture.tar(Map.of("x".repeat(150) + ".jpg", new byte[700]));
    byte[] zipped = TarFixture.gzip(whole);
    // Long name 1024, header 512, content 1024, then zeros up to a record of 10240.
    int end = 512 + 512 + 512 + 1024;
    for (int length = 0; length <= end; length += 128) {
      assertDamaged(Arrays.copyOf(whole, length), "get it again");
    }
    assertThat(read(Arrays.copyOf(whole, end + 512))).hasSize(1);
    for (int length = 2; length < zipped.length; length++) {
      assertDamaged(Arrays.copyOf(zipped, length), "get it again");
    }
  }

  @Test
  void anyChangedBitOfAHeaderFailsTheJob() throws IOException {
    byte[] whole = archive(header("a.jpg", 3, '0'), CONTENT, header("b.jpg", 3, '0'), CONTENT);
    List<String> names = read(whole).stream().map(i -> i.listed().id()).toList();
    for (int bit = 0; bit < 512 * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[1024 + bit / 8] ^= (byte) (1 << bit % 8);
      boolean checksum = bit / 8 >= 148 && bit / 8 < 156;
      try {
        // A blank that became a zero in the checksum says the same.
        assertThat(read(damaged)).extracting(i -> i.listed().id()).isEqualTo(names);
        assertThat(checksum).isTrue();
      } catch (PolyakException e) {
        assertThat(e).hasMessageContaining("(offset 1024); get it again");
      }
    }
  }

  @Test
  void whatFollowsTheEndIsNotPassedOverInSilence() throws IOException {
    byte[] whole = archive(header("a.jpg", 3, '0'), CONTENT);
    byte[] more = Arrays.copyOf(whole, whole.length + 512);
    more[whole.length] = 1;
    assertDamaged(more, "checksum");
  }

  private void assertDamaged(byte[] archive, String message) throws IOException {
    Path file = Files.write(folder.resolve("damaged.tar"), archive);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("damaged.tar: damaged or truncated")
        .hasMessageContaining(message);
  }

  private List<RawImage> read(byte[] archive) throws IOException {
    return read(Files.write(folder.resolve("hostile.tar"), archive));
  }

  private List<RawImage> read(Path file) throws IOException {
    String path = file.toUri().toString();
    TarContainer container =
        new TarContainer(new TarRange(path, path, 0, Files.size(file)), TarFixture.NAMES, 600);
    List<String> listed = new ArrayList<>();
    List<Piece> pieces = container.index(hadoop, (at, image, size) -> listed.add(image.id()));
    List<RawImage> images = TarFixture.read(pieces);
    assertThat(images.stream().map(i -> i.listed().id())).isEqualTo(listed);
    return images;
  }
}
