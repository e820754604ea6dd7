package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.polyak.pipeline.image.Decoding.assertRejected;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.RejectionReason;

/** What holds for all formats. */
class ImageDecoderTest {

  private final BufferedImage image = TestImages.gradient(33, 21, BufferedImage.TYPE_INT_RGB);
  private final List<byte[]> files =
      List.of(
          TestImages.encoded(image, "jpeg"),
          TestImages.encoded(image, "png"),
          TestImages.encoded(TestImages.gradient(33, 21, BufferedImage.TYPE_BYTE_INDEXED), "gif"),
          TestImages.encoded(image, "bmp"),
          TestImages.tiff(image, "LZW"),
          TestImages.webp(image, true));

  @Test
  void theContentSaysTheFormat() throws UndecodableException {
    for (ImageFormat format : ImageFormat.values()) {
      byte[] file = files.get(format.ordinal());
      assertThat(ImageFormat.of(file)).contains(format);
      assertThat(Decoding.DECODER.decode(file).format()).isEqualTo(format);
    }
    assertThat(ImageFormat.of(new byte[0])).isEmpty();
    assertThat(ImageFormat.of(TestImages.latin("BM is how this text begins, no bitmap"))).isEmpty();
    assertThat(ImageFormat.WEBP.key()).isEqualTo("webp");
  }

  @Test
  void namesWhatIsNoImage() {
    assertRejected(new byte[0], RejectionReason.EMPTY, "no byte");
    assertRejected(TestImages.latin("\0\0\0\u0020ftypavif"), RejectionReason.UNSUPPORTED, "AVIF");
    assertRejected(
        TestImages.latin("\0\0\0\fjP  \r\n\u0087\n"), RejectionReason.UNSUPPORTED, "JPEG 2000");
    assertRejected(TestImages.latin("<html>"), RejectionReason.UNSUPPORTED, "HTML");
    assertRejected(
        new byte[] {1, 2}, RejectionReason.UNSUPPORTED, "2 bytes that starts with 01 02");
  }

  @Test
  void theLimitsHoldForAllFormats() throws UndecodableException {
    ImageDecoder side = new ImageDecoder(new DecodeOptions(10_000, 10_000, 32, 0, false));
    ImageDecoder pixels = new ImageDecoder(new DecodeOptions(10_000, 692, 99, 0, false));
    ImageDecoder enough = new ImageDecoder(new DecodeOptions(10_000, 693, 33, 0, false));
    ImageDecoder bytes = new ImageDecoder(new DecodeOptions(50, 693, 33, 0, false));
    for (byte[] file : files) {
      assertRejected(side, file, RejectionReason.TOO_LARGE, "32 pixels a side", "33 x 21");
      assertRejected(pixels, file, RejectionReason.TOO_LARGE, "692 pixels", "33 x 21");
      assertRejected(bytes, file, RejectionReason.TOO_LARGE, "at most 50 bytes");
      assertThat(enough.decode(file).raster().width()).isEqualTo(33);
    }
  }

  @Test
  void threadsShareADecoder() throws UndecodableException {
    List<byte[]> alone = files.stream().map(ImageDecoderTest::rgb).toList();
    List<byte[]> together =
        IntStream.range(0, 600).parallel().mapToObj(i -> rgb(files.get(i % files.size()))).toList();
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i % files.size()));
    }
  }

  @Test
  void refusesOptionsWithoutMeaning() {
    assertThatThrownBy(() -> new DecodeOptions(1, 1L << 40, 1, 0, false))
        .hasMessageContaining("at most 500000000");
    assertThatThrownBy(() -> new DecodeOptions(1, 1, 1, -1, false))
        .hasMessageContaining("ffffffff");
    assertThatThrownBy(() -> new Raster(2, 2, new byte[11])).hasMessageContaining("2 x 2");
  }

  private static byte[] rgb(byte[] file) {
    try {
      return Decoding.raster(file).rgb();
    } catch (UndecodableException e) {
      throw new IllegalStateException(e);
    }
  }
}
