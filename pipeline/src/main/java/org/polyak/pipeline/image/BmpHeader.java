package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The headers of a bitmap: BITMAPFILEHEADER and one of BITMAPCOREHEADER to BITMAPV5HEADER.
 *
 * @param topDown whether the first row stored is the top one
 * @param bits a pixel
 * @param compression 0 none, 1 runs of bytes, 2 runs of half bytes, 3 bit fields
 * @param masks of red, green, blue and alpha in pixels of 16 and 32 bits
 * @param paletteAt place of the first colour
 * @param paletteStep bytes a colour
 * @param colours in the palette
 * @param dataAt place of the first row
 */
record BmpHeader(
    int width,
    int height,
    boolean topDown,
    int bits,
    int compression,
    int[] masks,
    int paletteAt,
    int paletteStep,
    int colours,
    int dataAt) {

  private static final int FILE_HEADER = 14;
  private static final int CORE = 12;
  static final int RLE8 = 1;
  static final int RLE4 = 2;
  static final int BITFIELDS = 3;
  private static final int ALPHABITFIELDS = 6;

  /** Whether a header of a known size follows the two letters, or the bytes end before it. */
  static boolean announcedBy(byte[] bytes) {
    if (bytes.length < FILE_HEADER + 4) {
      return true;
    }
    return switch (ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(FILE_HEADER)) {
      case CORE, 16, 40, 52, 56, 64, 108, 124 -> true;
      default -> false;
    };
  }

  /** Reads and checks the headers, and that the palette and uncompressed rows are there. */
  static BmpHeader parse(byte[] bytes, DecodeOptions options) throws UndecodableException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int size = bytes.length < FILE_HEADER + 4 ? CORE : file.getInt(FILE_HEADER);
    need(bytes, FILE_HEADER + size);
    boolean core = size == CORE;
    long width = core ? file.getShort(18) & 0xFFFF : file.getInt(18);
    long height = core ? file.getShort(20) & 0xFFFF : file.getInt(22);
    int bits = file.getShort(core ? 24 : 28) & 0xFFFF;
    int compression = size < 40 ? 0 : file.getInt(30);
    options.check(ImageFormat.BMP, width, Math.abs(height));
    checkEncoding(bits, compression);
    boolean fields = compression == BITFIELDS || compression == ALPHABITFIELDS;
    int masks = fields ? (compression == ALPHABITFIELDS || size >= 56 ? 4 : 3) : 0;
    int behind = FILE_HEADER + size + (size == 40 ? 4 * masks : 0);
    need(bytes, behind);
    int colours = bits > 8 ? 0 : 1 << bits;
    long used = size < 40 ? 0 : file.getInt(46) & 0xFFFFFFFFL;
    if (bits <= 8 && used > 0 && used < colours) {
      colours = (int) used;
    }
    int step = core ? 3 : 4;
    need(bytes, behind + colours * step);
    long dataAt = file.getInt(10) & 0xFFFFFFFFL;
    if (dataAt < behind || dataAt > bytes.length) {
      throw dataAt < behind
          ? UndecodableException.corrupt(
              ImageFormat.BMP, "pixels behind the header of %d bytes expected, at %d", size, dataAt)
          : UndecodableException.truncated(
              ImageFormat.BMP,
              "pixels at byte %,d expected, the file has %,d",
              dataAt,
              bytes.length);
    }
    BmpHeader header =
        new BmpHeader(
            (int) width,
            (int) Math.abs(height),
            height < 0,
            bits,
            fields ? BITFIELDS : compression,
            masks(file, bits, masks),
            behind,
            step,
            colours,
            (int) dataAt);
    if (header.compression() != RLE8 && header.compression() != RLE4) {
      need(bytes, dataAt + (header.height() - 1) * header.rowBytes() + header.rowBytesUsed());
    }
    return header;
  }

  private static void checkEncoding(int bits, int compression) throws UndecodableException {
    boolean known =
        switch (compression) {
          case 0 ->
              bits == 1
                  || bits == 2
                  || bits == 4
                  || bits == 8
                  || bits == 24
                  || bits == 16
                  || bits == 32;
          case RLE8 -> bits == 8;
          case RLE4 -> bits == 4;
          case BITFIELDS, ALPHABITFIELDS -> bits == 16 || bits == 32;
          default -> false;
        };
    if (!known) {
      throw UndecodableException.unsupported(
          ImageFormat.BMP,
          "1 to 32 bits a pixel, plain, run-length or bit fields, expected, found %d bits and"
              + " compression %d",
          bits,
          compression);
    }
  }

  private static int[] masks(ByteBuffer file, int bits, int stored) {
    int[] masks =
        bits == 16
            ? new int[] {0x7C00, 0x03E0, 0x001F, 0}
            : new int[] {0xFF0000, 0x00FF00, 0x0000FF, 0};
    for (int i = 0; i < stored; i++) {
      masks[i] = file.getInt(54 + 4 * i);
    }
    return masks;
  }

  /** Bytes from row to row, a multiple of four. */
  long rowBytes() {
    return ((long) width * bits + 31) / 32 * 4;
  }

  private long rowBytesUsed() {
    return ((long) width * bits + 7) / 8;
  }

  private static void need(byte[] bytes, long length) throws UndecodableException {
    if (length > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.BMP, "at least %,d bytes expected, found %,d", length, bytes.length);
    }
  }
}
