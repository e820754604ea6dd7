package org.polyak.pipeline.image;

import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.RejectionReason;

/** Bitmaps made by Java's writer, and by hand where it writes none. */
class BmpDecoderTest {

  @Test
  void decodesWhatJavaWrites() throws UndecodableException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_USHORT_555_RGB,
          BufferedImage.TYPE_USHORT_565_RGB
        }) {
      BufferedImage image = TestImages.gradient(19, 7, type);
      byte[] bmp = TestImages.encoded(image, "bmp");
      // Java spreads 5 and 6 bits over 8 with rounding, here they are rounded down.
      assertPixels(raster(bmp), 19, 7, TestImages.onWhite(image), 1);
    }
  }

  /** Two colours; rows bottom up: a run, a jump, literal indexes. */
  @Test
  void decodesRuns() throws UndecodableException {
    byte[] runs = {3, 1, 0, 0, 0, 2, 1, 0, 0, 3, 1, 0, 1, 0, 0, 1};
    byte[] palette = {1, 2, 3, 0, 4, 5, 6, 0};
    byte[] bmp = file(40, 4, 2, 8, 1, palette, runs);
    bmp[46] = 2;
    byte[] a = {3, 2, 1};
    byte[] b = {6, 5, 4};
    byte[] rgb = TestImages.joined(a, b, a, b, b, b, b, a);
    assertPixels(raster(bmp), 4, 2, rgb, 0);
    byte[] halves = {3, 0x10, 0, 0, 0, 4, 0x01, 0x01, 0, 1};
    byte[] bmp4 = file(40, 4, 2, 4, 2, palette, halves);
    bmp4[46] = 2;
    bmp4[10] = 62;
    assertPixels(raster(bmp4), 4, 2, TestImages.joined(a, b, a, b, b, a, b, a), 0);
    byte[] tooLong = bmp.clone();
    tooLong[62] = 5;
    assertRejected(tooLong, RejectionReason.CORRUPT, "runs within 4 x 2");
  }

  /** BITMAPV4HEADER with alpha in the highest byte, top down. */
  @Test
  void compositesAlphaOfBitFields() throws UndecodableException {
    ByteBuffer masks = ByteBuffer.allocate(68).order(ByteOrder.LITTLE_ENDIAN);
    masks.putInt(0xFF0000).putInt(0xFF00).putInt(0xFF).putInt(0xFF000000);
    byte[] pixels = {1, 2, 3, -1, 10, 20, 30, 0};
    byte[] bmp = file(108, 2, -1, 32, 3, masks.array(), pixels);
    assertPixels(raster(bmp), 2, 1, new byte[] {3, 2, 1, -1, -1, -1}, 0);
    byte[] plain = file(40, 2, -1, 32, 0, new byte[0], pixels);
    assertPixels(raster(plain), 2, 1, new byte[] {3, 2, 1, 30, 20, 10}, 0);
  }

  @Test
  void rejectsWhatEndsEarlyOrIsUnknown() {
    byte[] bmp = TestImages.encoded(TestImages.gradient(9, 7, 1), "bmp");
    for (int length = 2; length < bmp.length - 3; length++) {
      assertRejected(Arrays.copyOf(bmp, length), RejectionReason.TRUNCATED, "BMP: ");
    }
    byte[] jpeg = bmp.clone();
    jpeg[30] = 4;
    assertRejected(jpeg, RejectionReason.UNSUPPORTED, "compression 4");
    byte[] huge = bmp.clone();
    huge[21] = 0x7F;
    assertRejected(huge, RejectionReason.TOO_LARGE, "a side");
    byte[] wide = bmp.clone();
    wide[19] = 0x7F;
    assertRejected(wide, RejectionReason.TRUNCATED, "bytes expected");
  }

  private static byte[] file(
      int headerSize,
      int width,
      int height,
      int bits,
      int compression,
      byte[] behind,
      byte[] data) {
    int dataAt = 14 + 40 + behind.length;
    ByteBuffer out = ByteBuffer.allocate(dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(dataAt);
    out.putInt(headerSize).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    out.putInt(compression).putInt(data.length).putInt(0).putInt(0).putInt(0).putInt(0);
    return out.put(behind).put(data).array();
  }
}
