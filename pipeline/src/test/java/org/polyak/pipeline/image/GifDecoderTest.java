package org.polyak.pipeline.image;

import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.dataset.RejectionReason;

/** GIF made by Java's writer. */
class GifDecoderTest {

  private final BufferedImage image = TestImages.gradient(90, 70, BufferedImage.TYPE_BYTE_INDEXED);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decodesPlainAndInterlaced(boolean interlaced) throws UndecodableException {
    byte[] gif = TestImages.encoded(image, "gif", interlaced, -1);
    assertPixels(raster(gif), 90, 70, TestImages.onWhite(image), 0);
  }

  /** Enough different pixels for the table of codes to be full and cleared several times. */
  @Test
  void decodesLongData() throws UndecodableException {
    BufferedImage noise = new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_INDEXED);
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 300 * 200; i++) {
      noise.getRaster().setSample(i % 300, i / 300, 0, random.nextInt(200));
    }
    byte[] gif = TestImages.encoded(noise, "gif");
    assertPixels(raster(gif), 300, 200, TestImages.onWhite(noise), 0);
  }

  @Test
  void takesTheFirstFrameOnTheScreenThatGrowsToIt() throws IOException, UndecodableException {
    BufferedImage second = TestImages.gradient(90, 70, BufferedImage.TYPE_BYTE_BINARY);
    byte[] gif =
        TestImages.animation(
            new BufferedImage[] {image, second}, new int[] {4, 0}, new int[] {3, 0});
    BufferedImage screen = new BufferedImage(94, 73, BufferedImage.TYPE_INT_ARGB);
    screen.getGraphics().drawImage(image, 4, 3, null);
    assertPixels(raster(gif), 94, 73, TestImages.onWhite(screen), 0);
  }

  @Test
  void compositesTheTransparentColour() throws UndecodableException {
    java.awt.image.IndexColorModel colours =
        new java.awt.image.IndexColorModel(
            2, 4, new byte[] {9, 99, -1, 0}, new byte[4], new byte[] {1, 2, 3, 4}, 2);
    BufferedImage clear = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_INDEXED, colours);
    for (int i = 0; i < 20; i++) {
      clear.getRaster().setSample(i % 5, i / 5, 0, i * 7 % 4);
    }
    assertPixels(raster(TestImages.encoded(clear, "gif")), 5, 4, TestImages.onWhite(clear), 0);
  }

  @Test
  void rejectsWhatEndsEarly() {
    byte[] gif = TestImages.encoded(image, "gif");
    for (int length = 6; length < gif.length - 8; length += 3) {
      assertRejected(Arrays.copyOf(gif, length), RejectionReason.TRUNCATED, "GIF: ");
    }
  }

  @Test
  void rejectsSizesAboveTheLimits() {
    byte[] gif = TestImages.encoded(image, "gif");
    gif[7] = (byte) 0xFF;
    gif[9] = (byte) 0xFF;
    assertRejected(gif, RejectionReason.TOO_LARGE, "100,000,000");
  }

  @Test
  void rejectsCodesThatAreNotThereYet() {
    byte[] gif =
        TestImages.latin(
            "GIF89a\2\0\2\0\u0080\0\0\0\0\0\1\1\1,\0\0\0\0\2\0\2\0\0\2\2\u00ff\u00ff\0;");
    assertRejected(gif, RejectionReason.CORRUPT, "code 7");
    byte[] ends =
        TestImages.latin("GIF89a\2\0\2\0\u0080\0\0\0\0\0\1\1\1,\0\0\0\0\2\0\2\0\0\2\1\4\0;");
    assertRejected(ends, RejectionReason.CORRUPT, "more image data");
  }
}
