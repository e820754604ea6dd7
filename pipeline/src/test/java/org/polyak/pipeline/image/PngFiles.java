package org.polyak.pipeline.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files put together chunk by chunk, of samples of any depth. */
final class PngFiles {

  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private PngFiles() {}

  static byte[] file(byte[]... chunks) {
    return TestImages.joined(TestImages.latin("\u0089PNG\r\n\u001a\n"), TestImages.joined(chunks));
  }

  static byte[] chunk(String type, byte[] content) {
    ByteBuffer out = ByteBuffer.allocate(12 + content.length);
    out.putInt(content.length).put(TestImages.latin(type)).put(content);
    CRC32 sum = new CRC32();
    sum.update(out.array(), 4, 4 + content.length);
    return out.putInt((int) sum.getValue()).array();
  }

  static byte[] header(int width, int height, int depth, int type, boolean interlaced) {
    ByteBuffer out = ByteBuffer.allocate(13).putInt(width).putInt(height);
    out.put((byte) depth).put((byte) type).put(new byte[2]).put((byte) (interlaced ? 1 : 0));
    return chunk("IHDR", out.array());
  }

  static byte[] end() {
    return chunk("IEND", new byte[0]);
  }

  /** IDAT of samples {@code [height][width][channels]}; filters take turns by row. */
  static byte[] data(int[][][] samples, int depth, boolean interlaced) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    int height = samples.length;
    int width = samples[0].length;
    for (int[] p : interlaced ? ADAM7 : new int[][] {{0, 0, 1, 1}}) {
      byte[] above = null;
      for (int y = p[1], row = 0; y < height && p[0] < width; y += p[3], row++) {
        byte[] packed = packed(samples[y], p[0], p[2], depth);
        int step = Math.max(1, samples[0][0].length * depth / 8);
        raw.write(row % 5);
        raw.writeBytes(filtered(packed, above, row % 5, step));
        above = packed;
      }
    }
    return chunk("IDAT", deflated(raw.toByteArray()));
  }

  static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] out = new byte[raw.length + 1000];
    int length = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, length);
  }

  private static byte[] packed(int[][] row, int from, int step, int depth) {
    java.math.BigInteger bits = java.math.BigInteger.ONE;
    int count = 0;
    for (int x = from; x < row.length; x += step) {
      for (int sample : row[x]) {
        bits = bits.shiftLeft(depth).or(java.math.BigInteger.valueOf(sample));
        count += depth;
      }
    }
    int padding = (8 - count % 8) % 8;
    byte[] all = bits.shiftLeft(padding).toByteArray();
    return java.util.Arrays.copyOfRange(all, all.length - (count + padding) / 8, all.length);
  }

  /** The filters as the standard defines them: row less its prediction. */
  private static byte[] filtered(byte[] row, byte[] above, int filter, int step) {
    byte[] out = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      int a = i < step ? 0 : row[i - step] & 255;
      int b = above == null ? 0 : above[i] & 255;
      int c = i < step || above == null ? 0 : above[i - step] & 255;
      int p = a + b - c;
      int paeth =
          Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)
              ? a
              : Math.abs(p - b) <= Math.abs(p - c) ? b : c;
      int[] predictions = {0, a, b, (a + b) / 2, paeth};
      out[i] = (byte) (row[i] - predictions[filter]);
    }
    return out;
  }
}
