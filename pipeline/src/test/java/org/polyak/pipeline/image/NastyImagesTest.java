package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files of the awkward kinds against Pillow: whether they are read, in which size, and their
 * pixels. The table beside this test holds what Pillow makes of them.
 */
class NastyImagesTest {

  /** Where the answer is another than Pillow's, and why. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          // Formats that are not read.
          "other-formats/hopper.avif", "UNSUPPORTED",
          "other-formats/test-card-lossless.jp2", "UNSUPPORTED",
          // Only its colour profile is damaged, which is not looked at.
          "png-corrupt/unknown_compression_method.png", "OK 57 x 57");

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("derived-cut/jpeg_half.jpg", "TRUNCATED"),
          Map.entry("derived-cut/jpeg_header_only.jpg", "TRUNCATED"),
          Map.entry("derived-cut/jpeg_no_eoi.jpg", "TRUNCATED"),
          Map.entry("derived-cut/zero_byte.png", "EMPTY"),
          Map.entry("gif/decompression_bomb.gif", "TOO_LARGE"),
          Map.entry("jpeg-other/monkey12.jpg", "UNSUPPORTED"),
          Map.entry("jpeg-truncated/ultrahdr.jpg", "TRUNCATED"),
          Map.entry("png-corrupt/broken.png", "CORRUPT"),
          Map.entry("png-corrupt/syntax_num_frames_zero.png", "CORRUPT"),
          Map.entry("png-corrupt/truncated_end_chunk.png", "TRUNCATED"),
          Map.entry("png-corrupt/truncated_image.png", "TRUNCATED"));

  static Stream<String> answers() throws IOException {
    try (InputStream in = NastyImagesTest.class.getResourceAsStream("nasty-images-pillow.tsv")) {
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return table.lines().filter(line -> !line.startsWith("#"));
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersAsPillow(String line) throws IOException {
    String[] answer = line.split("\t");
    Path folder = SharedImages.folder("nasty-images");
    assumeTrue(Files.isDirectory(folder), "no " + folder + " (set POLYAK_SHARED_DATA)");
    byte[] bytes = Files.readAllBytes(folder.resolve(answer[0]));
    String found;
    try {
      Raster raster = Decoding.raster(bytes);
      found = "OK %d x %d".formatted(raster.width(), raster.height());
      if (answer.length > 2) {
        // Pillow rounds the product of CMYK, libjpeg's wrapper cuts it.
        assertPixels(raster, answer, answer[0].contains("cmyk") ? 1 : 0);
      }
    } catch (UndecodableException e) {
      found = e.reason().name();
    }
    String expected =
        answer.length > 2 ? "OK %s x %s".formatted(answer[1], answer[2]) : REASONS.get(answer[0]);
    assertThat(found).isEqualTo(OTHERWISE.getOrDefault(answer[0], expected));
  }

  private static void assertPixels(Raster raster, String[] answer, int tolerance) {
    int width = raster.width();
    int height = raster.height();
    long[] sums = new long[3];
    for (int i = 0; i < raster.rgb().length; i++) {
      sums[i % 3] += raster.rgb()[i] & 255;
    }
    int[] at = {
      0, height / 2 * width + width / 2, width * height - 1, 3 * height / 4 * width + width / 4
    };
    for (int c = 0; c < 3; c++) {
      assertThat((double) sums[c] / width / height)
          .as("mean of channel %d", c)
          .isCloseTo(
              Double.parseDouble(answer[3 + c]),
              org.assertj.core.api.Assertions.within(tolerance + 0.0001));
      for (int i = 0; i < at.length; i++) {
        int expected = Integer.parseInt(answer[6 + i], 16) >> (16 - 8 * c) & 255;
        assertThat(raster.rgb()[3 * at[i] + c] & 255)
            .as("channel %d of place %d", c, i)
            .isBetween(expected - tolerance, expected + tolerance);
      }
    }
  }
}
