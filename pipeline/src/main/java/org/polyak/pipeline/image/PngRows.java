package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Rows of a PNG image, unpacked one at a time and freed of their filters (W3C PNG, 9.2). */
final class PngRows implements AutoCloseable {

  private final Inflater inflater = new Inflater();
  private final Iterator<ByteBuffer> data;
  private final int step;

  /**
   * @param data zlib's stream in pieces
   * @param step bytes a pixel, at least 1
   */
  PngRows(List<ByteBuffer> data, int step) {
    this.data = data.iterator();
    this.step = step;
  }

  /**
   * Reads the next row.
   *
   * @param row takes its bytes
   * @param length of the row
   * @param above the row before in the same pass, zeros for the first
   */
  void read(byte[] row, int length, byte[] above) throws UndecodableException {
    byte[] filter = new byte[1];
    fill(filter, 1);
    fill(row, length);
    switch (filter[0]) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < length; i++) {
          int left = i < step ? 0 : row[i - step] & 255;
          row[i] += (byte) ((left + (above[i] & 255)) >> 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < length; i++) {
          row[i] +=
              i < step
                  ? above[i]
                  : (byte) paeth(row[i - step] & 255, above[i] & 255, above[i - step] & 255);
        }
      }
      default ->
          throw UndecodableException.corrupt(
              ImageFormat.PNG, "a filter from 0 to 4 expected, found %d", filter[0] & 255);
    }
  }

  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }

  private void fill(byte[] to, int length) throws UndecodableException {
    int filled = 0;
    try {
      while (filled < length) {
        int count = inflater.inflate(to, filled, length - filled);
        filled += count;
        if (count == 0) {
          if (inflater.finished() || inflater.needsDictionary() || !data.hasNext()) {
            throw UndecodableException.corrupt(
                ImageFormat.PNG, "more image data expected behind its last chunk");
          }
          if (inflater.needsInput()) {
            inflater.setInput(data.next());
          }
        }
      }
    } catch (DataFormatException e) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG, "a zlib stream expected, found: %s", e.getMessage());
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
