package org.polyak.pipeline.image;

/**
 * Samples of PNG as colours: 16 bits are cut to the upper 8, fewer than 8 of grey spread over 0 to
 * 255, transparency composited on the background (W3C PNG, 11.3.1.1).
 */
final class PngColours {

  private final PngHeader header;
  private final byte[] palette;
  private final byte[] transparency;
  private final Background background;
  // The one colour that is transparent, at full depth; -1 where none is.
  private final long clear;

  PngColours(PngChunks chunks, Background background) throws UndecodableException {
    this.header = chunks.header();
    this.palette = chunks.palette();
    this.transparency = chunks.transparency();
    this.background = background;
    if (header.type() == PngHeader.PALETTE && (palette.length == 0 || palette.length % 3 != 0)) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG, "a palette expected, found one of %d bytes", palette.length);
    }
    this.clear = clear();
  }

  private long clear() throws UndecodableException {
    int samples = header.type() == PngHeader.GREY ? 1 : 3;
    boolean keyed = header.type() == PngHeader.GREY || header.type() == PngHeader.COLOUR;
    if (!keyed || transparency.length == 0) {
      return -1;
    }
    if (transparency.length < 2 * samples) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG,
          "a tRNS chunk of %d bytes expected, found %d",
          2 * samples,
          transparency.length);
    }
    long key = 0;
    for (int i = 0; i < samples; i++) {
      int sample = JpegMarkers.u16(transparency, 2 * i) & (1 << header.depth()) - 1;
      key = key << 16 | sample;
    }
    return key;
  }

  /** Writes a row of a pass to its places in the image. */
  void write(byte[] row, PngPass pass, int y, byte[] rgb) throws UndecodableException {
    int at = 3 * (y * header.width() + pass.x0());
    int step = 3 * pass.stepX();
    int columns = pass.columns();
    if (header.type() == PngHeader.COLOUR && header.depth() == 8 && step == 3 && clear < 0) {
      System.arraycopy(row, 0, rgb, at, 3 * columns);
      return;
    }
    switch (header.type()) {
      case PngHeader.GREY -> grey(row, columns, rgb, at, step);
      case PngHeader.PALETTE -> indexed(row, columns, rgb, at, step);
      default -> wide(row, columns, rgb, at, step);
    }
  }

  private void grey(byte[] row, int columns, byte[] rgb, int at, int step) {
    int depth = header.depth();
    int most = (1 << Math.min(8, depth)) - 1;
    for (int x = 0, out = at; x < columns; x++, out += step) {
      int sample = depth == 16 ? JpegMarkers.u16(row, 2 * x) : packed(row, x, depth);
      int value = depth == 16 ? sample >> 8 : sample * 255 / most;
      background.put(rgb, out, value, value, value, sample == clear ? 0 : 255);
    }
  }

  private void indexed(byte[] row, int columns, byte[] rgb, int at, int step)
      throws UndecodableException {
    for (int x = 0, out = at; x < columns; x++, out += step) {
      int index = packed(row, x, header.depth());
      if (3 * index >= palette.length) {
        throw UndecodableException.corrupt(
            ImageFormat.PNG, "one of %d colours expected, found %d", palette.length / 3, index);
      }
      background.put(
          rgb,
          out,
          palette[3 * index] & 255,
          palette[3 * index + 1] & 255,
          palette[3 * index + 2] & 255,
          index < transparency.length ? transparency[index] & 255 : 255);
    }
  }

  /** Of two channels or more, of 8 or 16 bits. */
  private void wide(byte[] row, int columns, byte[] rgb, int at, int step) {
    int size = header.depth() / 8;
    int pixel = header.channels() * size;
    boolean coloured = header.type() != PngHeader.GREY_ALPHA;
    int green = coloured ? size : 0;
    int blue = coloured ? 2 * size : 0;
    int alphaAt = header.type() == PngHeader.COLOUR ? -1 : pixel - size;
    for (int in = 0, out = at; in < columns * pixel; in += pixel, out += step) {
      int alpha = alphaAt < 0 ? 255 : row[in + alphaAt] & 255;
      if (clear >= 0 && key(row, in, size) == clear) {
        alpha = 0;
      }
      background.put(rgb, out, row[in] & 255, row[in + green] & 255, row[in + blue] & 255, alpha);
    }
  }

  private static long key(byte[] row, int in, int size) {
    long key = 0;
    for (int i = 0; i < 3; i++) {
      key = key << 16 | (size == 2 ? JpegMarkers.u16(row, in + 2 * i) : row[in + i] & 255);
    }
    return key;
  }

  private static int packed(byte[] row, int x, int depth) {
    int bit = x * depth;
    return row[bit >> 3] >> (8 - depth - (bit & 7)) & (1 << depth) - 1;
  }
}
