package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decodes bitmaps of Windows and OS/2; alpha counts only where bit fields name it. */
final class BmpDecoder {

  private final DecodeOptions options;
  private final Background background;

  BmpDecoder(DecodeOptions options) {
    this.options = options;
    this.background = new Background(options.background());
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    BmpHeader header = BmpHeader.parse(bytes, options);
    byte[] rgb = new byte[3 * header.width() * header.height()];
    if (header.bits() <= 8) {
      indexed(bytes, header, rgb);
    } else if (header.bits() == 24) {
      for (int y = 0; y < header.height(); y++) {
        int in = (int) (header.dataAt() + y * header.rowBytes());
        int out = rowStart(header, y);
        for (int x = 0; x < header.width(); x++, in += 3, out += 3) {
          rgb[out] = bytes[in + 2];
          rgb[out + 1] = bytes[in + 1];
          rgb[out + 2] = bytes[in];
        }
      }
    } else {
      fields(bytes, header, rgb);
    }
    return new Stored(new Raster(header.width(), header.height(), rgb), Metadata.oriented(1));
  }

  private static int rowStart(BmpHeader header, int storedRow) {
    int y = header.topDown() ? storedRow : header.height() - 1 - storedRow;
    return 3 * y * header.width();
  }

  private static void indexed(byte[] bytes, BmpHeader header, byte[] rgb)
      throws UndecodableException {
    boolean runs = header.compression() != 0;
    byte[] unpacked = runs ? new BmpRuns(bytes, header).decode() : null;
    int bits = header.bits();
    for (int y = 0; y < header.height(); y++) {
      int in = (int) (header.dataAt() + y * header.rowBytes());
      int out = rowStart(header, y);
      for (int x = 0; x < header.width(); x++, out += 3) {
        int bit = x * bits;
        int index =
            runs
                ? unpacked[y * header.width() + x] & 0xFF
                : bytes[in + (bit >> 3)] >> (8 - bits - (bit & 7)) & (1 << bits) - 1;
        if (index >= header.colours()) {
          throw UndecodableException.corrupt(
              ImageFormat.BMP, "one of %d colours expected, found %d", header.colours(), index);
        }
        int colour = header.paletteAt() + index * header.paletteStep();
        rgb[out] = bytes[colour + 2];
        rgb[out + 1] = bytes[colour + 1];
        rgb[out + 2] = bytes[colour];
      }
    }
  }

  private void fields(byte[] bytes, BmpHeader header, byte[] rgb) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int[] masks = header.masks();
    int size = header.bits() / 8;
    for (int y = 0; y < header.height(); y++) {
      int in = (int) (header.dataAt() + y * header.rowBytes());
      int out = rowStart(header, y);
      for (int x = 0; x < header.width(); x++, in += size, out += 3) {
        int word = size == 2 ? file.getShort(in) & 0xFFFF : file.getInt(in);
        background.put(
            rgb,
            out,
            sample(word, masks[0]),
            sample(word, masks[1]),
            sample(word, masks[2]),
            masks[3] == 0 ? 255 : sample(word, masks[3]));
      }
    }
  }

  /** The bits under a mask spread over 0 to 255, rounded down. */
  private static int sample(int word, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    return (int) (((word & mask) >>> shift) * 255L / (mask >>> shift));
  }
}
