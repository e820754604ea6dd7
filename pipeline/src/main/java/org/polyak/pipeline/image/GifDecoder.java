package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes the first frame of GIF (GIF89a specification) on its logical screen, which grows to the
 * frame if that is larger; what the frame leaves open and its transparent colour is background.
 */
final class GifDecoder {

  private static final int[][] INTERLACE = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final DecodeOptions options;

  GifDecoder(DecodeOptions options) {
    this.options = options;
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    need(bytes, 0, 13);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int screenWidth = file.getShort(6) & 0xFFFF;
    int screenHeight = file.getShort(8) & 0xFFFF;
    int globalSize = tableSize(bytes[10]);
    int at = 13 + globalSize;
    int clear = -1;
    while (true) {
      need(bytes, at, 1);
      int block = bytes[at++] & 0xFF;
      if (block == ',') {
        break;
      }
      if (block != '!') {
        throw UndecodableException.corrupt(
            ImageFormat.GIF, "an image or extension expected, found byte %02x", block);
      }
      need(bytes, at, 1);
      if ((bytes[at++] & 0xFF) == 0xF9) {
        need(bytes, at, 5);
        clear = bytes[at] >= 4 && (bytes[at + 1] & 1) != 0 ? bytes[at + 4] & 0xFF : -1;
      }
      at = behindBlocks(bytes, at);
    }
    need(bytes, at, 9);
    int left = file.getShort(at) & 0xFFFF;
    int top = file.getShort(at + 2) & 0xFFFF;
    int width = file.getShort(at + 4) & 0xFFFF;
    int height = file.getShort(at + 6) & 0xFFFF;
    int flags = bytes[at + 8];
    int localSize = tableSize(flags);
    int table = localSize > 0 ? at + 9 : 13;
    int tableEnd = localSize > 0 ? at + 9 + localSize : 13 + globalSize;
    options.check(ImageFormat.GIF, width, height);
    int canvasWidth = Math.max(screenWidth, left + width);
    int canvasHeight = Math.max(screenHeight, top + height);
    options.check(ImageFormat.GIF, canvasWidth, canvasHeight);
    int data = at + 9 + localSize;
    need(bytes, data, 1);
    byte[] indexes = new GifLzw(bytes, data).decode(width * height);
    Background background = new Background(options.background());
    byte[] rgb = background.fill(canvasWidth * canvasHeight);
    int row = 0;
    for (int[] pass : (flags & 0x40) != 0 ? INTERLACE : new int[][] {{0, 1}}) {
      for (int y = pass[0]; y < height; y += pass[1], row++) {
        int out = 3 * ((top + y) * canvasWidth + left);
        for (int x = 0; x < width; x++, out += 3) {
          int index = indexes[row * width + x] & 0xFF;
          if (index != clear) {
            copyColour(bytes, table + 3 * index, tableEnd, rgb, out);
          }
        }
      }
    }
    return new Stored(new Raster(canvasWidth, canvasHeight, rgb), Metadata.oriented(1));
  }

  private static void copyColour(byte[] bytes, int from, int tableEnd, byte[] rgb, int to)
      throws UndecodableException {
    if (from + 3 > tableEnd) {
      throw UndecodableException.corrupt(
          ImageFormat.GIF, "a colour of the table expected, found an index behind it");
    }
    System.arraycopy(bytes, from, rgb, to, 3);
  }

  private static int tableSize(int flags) {
    return (flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0;
  }

  private static int behindBlocks(byte[] bytes, int from) throws UndecodableException {
    int at = from;
    while (true) {
      need(bytes, at, 1);
      int length = bytes[at] & 0xFF;
      at += 1 + length;
      if (length == 0) {
        return at;
      }
    }
  }

  private static void need(byte[] bytes, int at, int count) throws UndecodableException {
    if (at + count > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.GIF,
          "a frame expected, the file of %,d bytes ends before or within",
          bytes.length);
    }
  }
}
