package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What the fields of a TIFF image say, checked before its data is read.
 *
 * @param orientation from 1 to 8
 * @param plain a file with the same image whose directory has the fields that matter to pixels
 *     only, so that no other field can do harm
 */
record TiffHeader(int width, int height, int orientation, byte[] plain) {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;

  /** Photometric interpretation, fill order, planar, predictor and others that readers need. */
  private static final int[] KEPT = {
    WIDTH,
    HEIGHT,
    BITS,
    COMPRESSION,
    262,
    266,
    STRIP_OFFSETS,
    SAMPLES,
    278,
    STRIP_BYTES,
    284,
    292,
    293,
    317,
    320,
    TILE_WIDTH,
    TILE_HEIGHT,
    TILE_OFFSETS,
    TILE_BYTES,
    332,
    338,
    339,
    347,
    529,
    530,
    531,
    532
  };

  /** None, CCITT's three, LZW, JPEG, deflate, PackBits, deflate by its older number. */
  private static final List<Integer> COMPRESSIONS = List.of(1, 2, 3, 4, 5, 7, 8, 32_773, 32_946);

  /** Reads and checks the first image. */
  static TiffHeader parse(byte[] bytes, DecodeOptions options) throws UndecodableException {
    TiffDirectory directory = TiffDirectory.parse(bytes);
    long width = directory.value(WIDTH, 0);
    long height = directory.value(HEIGHT, 0);
    options.check(ImageFormat.TIFF, width, height);
    int compression = (int) directory.value(COMPRESSION, 1);
    if (!COMPRESSIONS.contains(compression)) {
      throw UndecodableException.unsupported(
          ImageFormat.TIFF, "compressions %s expected, found %d", COMPRESSIONS, compression);
    }
    long samples = directory.value(SAMPLES, 1);
    long[] bits = directory.values(BITS, 1);
    if (samples < 1 || samples > 5 || Arrays.stream(bits).anyMatch(b -> b < 1 || b > 16)) {
      throw UndecodableException.unsupported(
          ImageFormat.TIFF,
          "up to 5 samples of up to 16 bits expected, found %d of %s",
          samples,
          Arrays.toString(Arrays.copyOf(bits, Math.min(bits.length, 8))));
    }
    checkTiles(directory, options);
    checkData(
        directory,
        bytes.length,
        width * height * samples * directory.value(BITS, 1) / 8,
        compression);
    int orientation = Orientation.valid((int) directory.value(ORIENTATION, 1));
    return new TiffHeader((int) width, (int) height, orientation, plain(bytes, directory));
  }

  private static void checkTiles(TiffDirectory directory, DecodeOptions options)
      throws UndecodableException {
    if (directory.entries().containsKey(TILE_WIDTH)) {
      long across = directory.value(TILE_WIDTH, 0);
      options.check(ImageFormat.TIFF, across, directory.value(TILE_HEIGHT, 0));
    }
  }

  private static void checkData(TiffDirectory directory, int fileLength, long raw, int compression)
      throws UndecodableException {
    boolean tiled = directory.entries().containsKey(TILE_OFFSETS);
    long[] offsets = directory.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    long[] lengths = directory.values(tiled ? TILE_BYTES : STRIP_BYTES);
    if (offsets.length == 0 || offsets.length != lengths.length) {
      throw UndecodableException.corrupt(
          ImageFormat.TIFF,
          "places and lengths of strips or tiles expected, found %d and %d",
          offsets.length,
          lengths.length);
    }
    long stored = 0;
    for (int i = 0; i < offsets.length; i++) {
      stored += lengths[i];
      if (offsets[i] + lengths[i] > fileLength) {
        throw UndecodableException.truncated(
            ImageFormat.TIFF,
            "data up to byte %,d expected, the file ends at %,d",
            offsets[i] + lengths[i],
            fileLength);
      }
    }
    if (compression == 1 && stored < raw) {
      throw UndecodableException.truncated(
          ImageFormat.TIFF, "%,d bytes of pixels expected, found %,d", raw, stored);
    }
  }

  private static byte[] plain(byte[] bytes, TiffDirectory directory) throws UndecodableException {
    List<Integer> tags =
        directory.entries().keySet().stream()
            .filter(tag -> Arrays.binarySearch(KEPT, tag) >= 0)
            .toList();
    ByteBuffer out = ByteBuffer.allocate(bytes.length + (bytes.length & 1) + 6 + 12 * tags.size());
    out.order(directory.file().order()).put(bytes).position(bytes.length + (bytes.length & 1));
    out.putInt(4, out.position()).putShort((short) tags.size());
    for (int tag : tags) {
      directory.checkWithin(tag);
      out.put(bytes, directory.entries().get(tag), 12);
    }
    return out.putInt(0).array();
  }
}
