package org.polyak.pipeline.image;

import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;
import static org.polyak.pipeline.image.TestImages.chunk;
import static org.polyak.pipeline.image.TestImages.riff;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.RejectionReason;

/** WebP made by libwebp's encoder, animations by hand. */
class WebpDecoderTest {

  private final BufferedImage image = TestImages.gradient(21, 15, BufferedImage.TYPE_INT_RGB);
  private final byte[] lossless = TestImages.webp(image, true);

  @Test
  void decodesLossless() throws UndecodableException {
    assertPixels(raster(lossless), 21, 15, TestImages.onWhite(image), 0);
  }

  @Test
  void decodesLossyNearly() throws UndecodableException {
    BufferedImage plain = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      plain.setRGB(i % 16, i / 16, 0x406080);
      rgb[3 * i] = 0x40;
      rgb[3 * i + 1] = 0x60;
      rgb[3 * i + 2] = (byte) 0x80;
    }
    assertPixels(raster(TestImages.webp(plain, false)), 16, 16, rgb, 4);
  }

  @Test
  void compositesAlphaOfBothKinds() throws UndecodableException {
    BufferedImage alpha = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 256; i++) {
      alpha.setRGB(i % 16, i / 16, (i < 128 ? 0 : 102) << 24 | 0x406080);
    }
    byte[] rgb = TestImages.onWhite(alpha);
    assertPixels(raster(TestImages.webp(alpha, true)), 16, 16, rgb, 0);
    assertPixels(raster(TestImages.webp(alpha, false)), 16, 16, rgb, 8);
  }

  @Test
  void turnsUprightByExif() throws UndecodableException {
    byte[] expected = Orientation.upright(new Raster(21, 15, TestImages.onWhite(image)), 8).rgb();
    byte[] file =
        riff(
            canvas(0x08, 21, 15),
            Arrays.copyOfRange(lossless, 12, lossless.length),
            chunk("EXIF", TestImages.exif(8, ByteOrder.LITTLE_ENDIAN)));
    assertPixels(raster(file), 15, 21, expected, 0);
  }

  @Test
  void takesTheFirstFrameOnItsCanvas() throws UndecodableException {
    byte[] position = {2, 0, 0, 1, 0, 0, 20, 0, 0, 14, 0, 0, 0, 0, 0, 0};
    byte[] data = Arrays.copyOfRange(lossless, 12, lossless.length);
    byte[] second = TestImages.webp(TestImages.gradient(3, 3, 1), true);
    byte[] file =
        riff(
            canvas(0x02, 30, 20),
            chunk("ANIM", new byte[6]),
            chunk("ANMF", position, data),
            chunk("ANMF", new byte[16], Arrays.copyOfRange(second, 12, second.length)));
    BufferedImage canvas = new BufferedImage(30, 20, BufferedImage.TYPE_INT_ARGB);
    canvas.getGraphics().drawImage(image, 4, 2, null);
    assertPixels(raster(file), 30, 20, TestImages.onWhite(canvas), 0);
  }

  @Test
  void rejectsWhatEndsEarlyOrContradictsItself() {
    for (int length = 12; length < lossless.length; length++) {
      assertRejected(Arrays.copyOf(lossless, length), RejectionReason.TRUNCATED, "WEBP: ");
    }
    byte[] damaged = lossless.clone();
    Arrays.fill(damaged, 26, 60, (byte) 0xFF);
    assertRejected(damaged, RejectionReason.CORRUPT, "libwebp refuses");
    assertRejected(riff(chunk("XMP ", new byte[4])), RejectionReason.CORRUPT, "image data");
    ImageDecoder small = new ImageDecoder(new DecodeOptions(10_000, 300, 300, 0, false));
    assertRejected(small, lossless, RejectionReason.TOO_LARGE, "21 x 15");
  }

  private static byte[] canvas(int flags, int width, int height) {
    byte[] content = {(byte) flags, 0, 0, 0, (byte) (width - 1), 0, 0, (byte) (height - 1), 0, 0};
    return chunk("VP8X", content);
  }
}
