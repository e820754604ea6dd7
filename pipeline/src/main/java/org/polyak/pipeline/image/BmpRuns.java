package org.polyak.pipeline.image;

/** Run-length encoding of bitmaps, BI_RLE8 and BI_RLE4; pixels that are skipped have index 0. */
final class BmpRuns {

  private final byte[] bytes;
  private final BmpHeader header;
  private final boolean half;
  private final byte[] indexes;
  private int x;
  private int y;

  BmpRuns(byte[] bytes, BmpHeader header) {
    this.bytes = bytes;
    this.header = header;
    this.half = header.compression() == BmpHeader.RLE4;
    this.indexes = new byte[header.width() * header.height()];
  }

  /** The indexes of colours, rows in stored order. */
  byte[] decode() throws UndecodableException {
    int at = header.dataAt();
    while (true) {
      need(at + 2);
      int count = bytes[at] & 0xFF;
      int value = bytes[at + 1] & 0xFF;
      at += 2;
      if (count > 0) {
        for (int i = 0; i < count; i++) {
          put(half ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
        }
      } else if (value == 0) {
        x = 0;
        y++;
      } else if (value == 1) {
        return indexes;
      } else if (value == 2) {
        need(at + 2);
        x += bytes[at] & 0xFF;
        y += bytes[at + 1] & 0xFF;
        at += 2;
        if (x > header.width() || y > header.height()) {
          throw outside();
        }
      } else {
        int length = half ? (value + 1) / 2 : value;
        need(at + length);
        for (int i = 0; i < value; i++) {
          int stored = bytes[at + (half ? i / 2 : i)] & 0xFF;
          put(half ? (i % 2 == 0 ? stored >> 4 : stored & 15) : stored);
        }
        at += length + length % 2;
      }
    }
  }

  private void put(int index) throws UndecodableException {
    if (x >= header.width() || y >= header.height()) {
      throw outside();
    }
    indexes[y * header.width() + x++] = (byte) index;
  }

  private UndecodableException outside() {
    return UndecodableException.corrupt(
        ImageFormat.BMP,
        "runs within %d x %d pixels expected, found one at %d, %d",
        header.width(),
        header.height(),
        x,
        y);
  }

  private void need(int length) throws UndecodableException {
    if (length > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.BMP, "an end of the runs expected, the file ends at byte %,d", bytes.length);
    }
  }
}
