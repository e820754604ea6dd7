package org.polyak.pipeline.image;

import java.nio.ByteBuffer;

/**
 * The IHDR chunk of PNG (W3C PNG, 11.2.1).
 *
 * @param depth bits a sample
 * @param type colour type: grey 0, colour 2, palette 3, grey with alpha 4, colour with alpha 6
 * @param interlaced in the seven passes of Adam7
 */
record PngHeader(int width, int height, int depth, int type, boolean interlaced) {

  static final int GREY = 0;
  static final int COLOUR = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int COLOUR_ALPHA = 6;

  /** Reads the chunk and checks it, the size against the limits. */
  static PngHeader parse(ByteBuffer chunk, DecodeOptions options) throws UndecodableException {
    if (chunk.remaining() != 13) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG, "a header of 13 bytes expected, found %d", chunk.remaining());
    }
    long width = chunk.getInt() & 0xFFFFFFFFL;
    long height = chunk.getInt() & 0xFFFFFFFFL;
    int depth = chunk.get();
    int type = chunk.get();
    int compression = chunk.get();
    int filter = chunk.get();
    int interlace = chunk.get();
    if (!combines(depth, type)
        || compression != 0
        || filter != 0
        || interlace < 0
        || interlace > 1) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG,
          "a bit depth, colour type and methods of the standard expected, found depth %d, type %d,"
              + " compression %d, filter %d, interlace %d",
          depth,
          type,
          compression,
          filter,
          interlace);
    }
    options.check(ImageFormat.PNG, width, height);
    return new PngHeader((int) width, (int) height, depth, type, interlace == 1);
  }

  private static boolean combines(int depth, int type) {
    boolean power = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    return power
        && switch (type) {
          case GREY -> true;
          case PALETTE -> depth <= 8;
          case COLOUR, GREY_ALPHA, COLOUR_ALPHA -> depth >= 8;
          default -> false;
        };
  }

  /** Samples a pixel. */
  int channels() {
    return switch (type) {
      case COLOUR -> 3;
      case GREY_ALPHA -> 2;
      case COLOUR_ALPHA -> 4;
      default -> 1;
    };
  }

  /** Bytes of a row of so many pixels, without the byte of its filter. */
  int rowBytes(int pixels) {
    return (int) (((long) pixels * channels() * depth + 7) / 8);
  }

  /** Bytes of all rows before compression. */
  long rawBytes() {
    long raw = 0;
    for (PngPass pass : PngPass.of(this)) {
      raw += (long) pass.rows() * (1 + rowBytes(pass.columns()));
    }
    return raw;
  }
}
