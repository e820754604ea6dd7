package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.dataset.RejectionReason;

/** TIFF made by Java's writer. */
class TiffDecoderTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "LZW", "Deflate", "ZLib", "PackBits"})
  void decodesEveryKindOfPixels(String compression) throws UndecodableException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      BufferedImage image = TestImages.gradient(37, 23, type);
      byte[] tiff = TestImages.tiff(image, compression);
      assertPixels(raster(tiff), 37, 23, TestImages.onWhite(image), 0);
    }
  }

  @Test
  void takesGreyAsItIs() throws UndecodableException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage image = new BufferedImage(16, 16, type);
      byte[] rgb = new byte[3 * 256];
      for (int i = 0; i < 256; i++) {
        int sample = type == BufferedImage.TYPE_BYTE_GRAY ? i : i << 8 | 0xE0;
        image.getRaster().setSample(i % 16, i / 16, 0, sample);
        Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) i);
      }
      assertPixels(raster(TestImages.tiff(image, "LZW")), 16, 16, rgb, 0);
    }
  }

  @Test
  void decodesJpegWithin() throws UndecodableException {
    BufferedImage image = TestImages.flag();
    Raster raster = raster(TestImages.tiff(image, "JPEG"));
    assertThat(raster.width()).isEqualTo(24);
    assertThat(raster.rgb()[3 * (4 * 24 + 4)] & 255).isBetween(0xE0 - 24, 0xE0 + 24);
  }

  /** The orientation is put in the place of the resolution's unit, which no reader needs. */
  @Test
  void turnsUpright() throws UndecodableException {
    BufferedImage image = TestImages.gradient(5, 3, 1);
    byte[] tiff = TestImages.tiff(image, "");
    byte[] expected = Orientation.upright(new Raster(5, 3, TestImages.onWhite(image)), 6).rgb();
    assertPixels(raster(replaced(tiff, 296, 274, 6)), 3, 5, expected, 0);
  }

  @Test
  void rejectsWhatEndsEarlyOrIsNotRead() {
    byte[] tiff = TestImages.tiff(TestImages.gradient(20, 20, 1), "");
    for (int length = 4; length < tiff.length - 1; length += 7) {
      assertRejected(Arrays.copyOf(tiff, length), RejectionReason.TRUNCATED, "TIFF: ");
    }
    assertRejected(replaced(tiff, 259, 259, 34_712), RejectionReason.UNSUPPORTED, "34712");
    assertRejected(replaced(tiff, 256, 256, 65_535), RejectionReason.TOO_LARGE, "65535");
    assertRejected(replaced(tiff, 256, 256, 0), RejectionReason.CORRUPT, "0 x 20");
    assertRejected(replaced(tiff, 257, 257, 3_000), RejectionReason.TRUNCATED, "pixels expected");
  }

  /** Changes one field of a directory in which it has a single short number. */
  private static byte[] replaced(byte[] tiff, int tag, int newTag, int value) {
    ByteBuffer out = ByteBuffer.wrap(tiff.clone());
    out.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = out.getInt(4);
    for (int i = 0; i < out.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if (out.getShort(entry) == tag) {
        out.putShort(entry, (short) newTag).putShort(entry + 2, (short) 3).putInt(entry + 4, 1);
        out.putShort(entry + 8, (short) value).putShort(entry + 10, (short) 0);
        return out.array();
      }
    }
    throw new IllegalArgumentException("no field " + tag);
  }
}
