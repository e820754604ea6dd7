package org.polyak.pipeline.image;

import java.util.Map;
import org.polyak.pipeline.image.JpegHeader.Frame;
import org.polyak.pipeline.image.JpegHeader.Segment;

/** Start-of-frame segments of JPEG (ITU-T T.81, B.2.2). */
final class JpegFrames {

  private static final int PROGRESSIVE = 0xC2;

  /** The processes that are not read, by marker. */
  private static final Map<Integer, String> FOREIGN =
      Map.ofEntries(
          Map.entry(0xC3, "lossless coding"),
          Map.entry(0xC5, "hierarchical coding"),
          Map.entry(0xC6, "hierarchical progressive coding"),
          Map.entry(0xC7, "hierarchical lossless coding"),
          Map.entry(0xC9, "arithmetic coding"),
          Map.entry(0xCA, "progressive arithmetic coding"),
          Map.entry(0xCB, "lossless arithmetic coding"),
          Map.entry(0xCD, "hierarchical arithmetic coding"),
          Map.entry(0xCE, "hierarchical progressive arithmetic coding"),
          Map.entry(0xCF, "hierarchical lossless arithmetic coding"),
          Map.entry(0xF7, "JPEG-LS coding"));

  private JpegFrames() {}

  /** Reads the segment and rejects what is not decoded. */
  static Frame parse(byte[] bytes, Segment segment) throws UndecodableException {
    String foreign = FOREIGN.get(segment.marker());
    if (foreign != null) {
      throw UndecodableException.unsupported(
          ImageFormat.JPEG, "baseline or progressive Huffman coding expected, found %s", foreign);
    }
    int at = segment.content();
    int length = segment.end() - at;
    if (length < 6 || length < 6 + 3 * (bytes[at + 5] & 0xFF)) {
      throw UndecodableException.corrupt(
          ImageFormat.JPEG, "a frame header expected, found %d bytes", length);
    }
    int precision = bytes[at] & 0xFF;
    if (precision != 8) {
      throw UndecodableException.unsupported(
          ImageFormat.JPEG, "8 bits a sample expected, found %d-bit JPEG", precision);
    }
    int height = JpegMarkers.u16(bytes, at + 1);
    int width = JpegMarkers.u16(bytes, at + 3);
    int components = bytes[at + 5] & 0xFF;
    if (components != 1 && components != 3 && components != 4) {
      throw UndecodableException.unsupported(
          ImageFormat.JPEG, "1, 3 or 4 components expected, found %d", components);
    }
    long blocks = blocks(bytes, at + 6, components, width, height);
    return new Frame(segment.marker() == PROGRESSIVE, width, height, components, blocks);
  }

  /** Blocks of all components, from their sampling factors (ITU-T T.81, A.1.1). */
  private static long blocks(byte[] bytes, int at, int components, int width, int height)
      throws UndecodableException {
    int maxH = 0;
    int maxV = 0;
    for (int c = 0; c < components; c++) {
      int h = bytes[at + 3 * c + 1] >> 4 & 15;
      int v = bytes[at + 3 * c + 1] & 15;
      if (h < 1 || h > 4 || v < 1 || v > 4) {
        throw UndecodableException.corrupt(
            ImageFormat.JPEG, "sampling factors from 1 to 4 expected, found %d x %d", h, v);
      }
      maxH = Math.max(maxH, h);
      maxV = Math.max(maxV, v);
    }
    long blocks = 0;
    for (int c = 0; c < components; c++) {
      int h = bytes[at + 3 * c + 1] >> 4 & 15;
      int v = bytes[at + 3 * c + 1] & 15;
      blocks += across(width * h, 8 * maxH) * across(height * v, 8 * maxV);
    }
    return blocks;
  }

  private static long across(int samples, int step) {
    return (samples + step - 1L) / step;
  }
}
