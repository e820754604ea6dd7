package org.polyak.pipeline.source.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polyak.pipeline.source.tar.TarFixture.truth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;

/** Reading by pieces against reading through with commons-compress. */
class TarSegmentsTest {

  private static final int SEEDS = 150;

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void piecesOfAnySizeGiveWhatAnotherReaderGives() throws IOException {
    int pieces = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] archive = TarFixture.random(seed);
      TarRange range = file("random.tar", archive);
      pieces += check(range, 1 + new Random(seed).nextInt(6000), truth(archive));
    }
    assertThat(pieces).isGreaterThan(5 * SEEDS);
  }

  @Test
  void anArchiveInAnArchiveIsReadWhereItLies() throws IOException {
    for (int seed = 0; seed < SEEDS; seed += 5) {
      Map<String, byte[]> inner = new LinkedHashMap<>();
      inner.put("n01440764.tar", TarFixture.random(seed));
      inner.put("n01443537.tar", TarFixture.gzip(TarFixture.random(seed + 1)));
      inner.put("n01484850.tar", TarFixture.random(seed + 2));
      TarRange outer = file("train.tar", TarFixture.tar(inner));
      List<TarRange> ranges = new ArrayList<>();
      try (TarReader tar = outer.open(hadoop)) {
        for (TarMember member = tar.next(); member != null; member = tar.next()) {
          ranges.add(outer.nested(member));
        }
      }
      assertThat(ranges)
          .extracting(TarRange::name)
          .containsExactlyElementsOf(
              inner.keySet().stream().map(name -> outer.file() + "!" + name).toList());
      check(ranges.get(0), 3000, truth(inner.get("n01440764.tar")));
      int pieces = check(ranges.get(1), 3000, truth(TarFixture.random(seed + 1)));
      assertThat(pieces).isLessThanOrEqualTo(1);
      check(ranges.get(2), 3000, truth(inner.get("n01484850.tar")));
    }
  }

  @Test
  void aCompressedArchiveIsOnePieceWhateverItsName() throws IOException {
    for (int seed = 0; seed < SEEDS; seed += 5) {
      byte[] archive = TarFixture.random(seed);
      byte[] zipped = TarFixture.gzip(archive);
      int pieces = check(file("zipped.tar", zipped), 1, truth(archive));
      assertThat(pieces).isEqualTo(truth(archive).isEmpty() ? 0 : 1);
    }
  }

  @Test
  void joinedGzipStreamsAreReadToTheirEnd() throws IOException {
    byte[] archive = TarFixture.random(3);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int half = archive.length / 2;
    joined.write(TarFixture.gzip(Arrays.copyOf(archive, half)));
    joined.write(TarFixture.gzip(Arrays.copyOfRange(archive, half, archive.length)));
    check(file("joined.tgz", joined.toByteArray()), 1, truth(archive));
  }

  @Test
  void archivesThatWereJoinedAreReadToTheirEnd() throws IOException {
    byte[] first = TarFixture.random(4);
    byte[] second = TarFixture.random(5);
    List<String> both = new ArrayList<>(truth(first));
    both.addAll(truth(second));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(first);
    joined.write(second);
    check(file("joined.tar", joined.toByteArray()), 2000, both);
  }

  @Test
  void anArchiveWithoutMembersHasNoPieces() throws IOException {
    assertThat(check(file("empty.tar", new byte[1024]), 1, List.of())).isZero();
  }

  /** Indexes and reads; returns the number of pieces. */
  private int check(TarRange range, long target, List<String> truth) throws IOException {
    TarContainer container = new TarContainer(range, TarFixture.NAMES, target);
    List<String> listed = new ArrayList<>();
    List<Piece> pieces =
        container.index(hadoop, (at, image, size) -> listed.add(at + " " + image + " " + size));
    List<RawImage> images = TarFixture.read(pieces);
    assertThat(images.stream().map(TarFixture::line)).isEqualTo(truth);
    assertThat(images.stream().map(TarSegmentsTest::listed)).isEqualTo(listed);
    assertThat(images.stream().map(RawImage::position).toList()).isSorted().doesNotHaveDuplicates();
    assertThat(pieces.stream().mapToLong(Piece::bytes).sum()).isLessThanOrEqualTo(range.length());
    return pieces.size();
  }

  private static String listed(RawImage image) {
    int size = ((RawImage.Encoded) image.content()).bytes().length;
    return image.position() + " " + image.listed() + " " + size;
  }

  private TarRange file(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return new TarRange(file.toUri().toString(), file.toUri().toString(), 0, content.length);
  }
}
