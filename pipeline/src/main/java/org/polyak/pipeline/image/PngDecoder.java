package org.polyak.pipeline.image;

import java.nio.Buffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes PNG (W3C Portable Network Graphics, third edition; of an animation the default image).
 * Not Java's own reader, which misses the transparent colour of grey and takes files that are cut.
 */
final class PngDecoder {

  /** The most that deflate packs into a byte. */
  private static final long DEFLATE_RATIO = 1032;

  private final DecodeOptions options;

  PngDecoder(DecodeOptions options) {
    this.options = options;
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    PngChunks chunks = PngChunks.parse(bytes, options);
    PngHeader header = chunks.header();
    long packed = chunks.data().stream().mapToLong(Buffer::remaining).sum();
    if (packed * DEFLATE_RATIO < header.rawBytes()) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG,
          "data of %,d bytes of rows expected, found %,d bytes, which cannot hold them",
          header.rawBytes(),
          packed);
    }
    PngColours colours = new PngColours(chunks, new Background(options.background()));
    byte[] rgb = new byte[3 * header.width() * header.height()];
    try (PngRows rows = new PngRows(chunks.data(), Math.max(1, header.rowBytes(1)))) {
      for (PngPass pass : PngPass.of(header)) {
        read(pass, header.rowBytes(pass.columns()), rows, colours, rgb);
      }
    }
    boolean coloured = header.type() != PngHeader.GREY && header.type() != PngHeader.GREY_ALPHA;
    byte[] icc = options.applyIcc() && coloured ? profile(chunks.profile()) : new byte[0];
    return new Stored(
        new Raster(header.width(), header.height(), rgb), new Metadata(chunks.orientation(), icc));
  }

  private static void read(PngPass pass, int length, PngRows rows, PngColours colours, byte[] rgb)
      throws UndecodableException {
    byte[] above = new byte[length];
    byte[] row = new byte[length];
    for (int y = 0; y < pass.rows(); y++) {
      rows.read(row, length, above);
      colours.write(row, pass, pass.y0() + y * pass.stepY(), rgb);
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  /**
   * Unpacks iCCP: a name, a zero, the method 0, a zlib stream; empty where it is damaged or too
   * large, for the picture is there without it.
   */
  private static byte[] profile(byte[] chunk) {
    int nameEnd = 0;
    while (nameEnd < chunk.length && chunk[nameEnd] != 0) {
      nameEnd++;
    }
    if (nameEnd + 2 >= chunk.length || chunk[nameEnd + 1] != 0) {
      return new byte[0];
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(chunk, nameEnd + 2, chunk.length - nameEnd - 2);
      byte[] profile = new byte[ColourProfile.MAX_BYTES];
      int length = inflater.inflate(profile);
      return inflater.finished() ? Arrays.copyOf(profile, length) : new byte[0];
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }
}
