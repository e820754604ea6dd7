package org.polyak.pipeline.image;

/** Variable-length LZW codes of GIF (GIF89a specification, appendix F). */
final class GifLzw {

  private static final int MOST_CODES = 4096;

  private final byte[] bytes;
  private final int dataAt;
  private int at;
  private int blockEnd;
  private int bits;
  private int bitCount;

  /**
   * @param dataAt the place of the byte with the least code size, in the file
   */
  GifLzw(byte[] bytes, int dataAt) {
    this.bytes = bytes;
    this.dataAt = dataAt;
    this.at = dataAt + 1;
    this.blockEnd = at;
  }

  /** The first so many indexes of colours. */
  byte[] decode(int count) throws UndecodableException {
    int rootBits = bytes[dataAt] & 0xFF;
    if (rootBits < 1 || rootBits > 8) {
      throw UndecodableException.corrupt(
          ImageFormat.GIF, "codes of 1 to 8 bits expected, found %d", rootBits);
    }
    int clear = 1 << rootBits;
    int[] prefix = new int[MOST_CODES];
    byte[] last = new byte[MOST_CODES];
    byte[] first = new byte[MOST_CODES];
    int[] length = new int[MOST_CODES];
    for (int i = 0; i < clear; i++) {
      last[i] = (byte) i;
      first[i] = (byte) i;
      length[i] = 1;
    }
    // A code stands for at most as many pixels as there are codes, and has rootBits + 1 bits.
    checkHolds(count, rootBits + 1);
    byte[] out = new byte[count];
    int next = clear + 2;
    int size = rootBits + 1;
    int before = -1;
    int filled = 0;
    while (filled < count) {
      int code = code(size);
      if (code == clear) {
        next = clear + 2;
        size = rootBits + 1;
        before = -1;
        continue;
      }
      boolean known = code < next && code != clear + 1;
      if (code == clear + 1 || (!known && (code != next || before < 0 || next == MOST_CODES))) {
        throw UndecodableException.corrupt(
            ImageFormat.GIF,
            "%,d pixels expected, found code %d after %,d of them",
            count,
            code,
            filled);
      }
      if (before >= 0 && next < MOST_CODES) {
        prefix[next] = before;
        first[next] = first[before];
        last[next] = first[known ? code : before];
        length[next] = length[before] + 1;
        next++;
        size += next == 1 << size && size < 12 ? 1 : 0;
      }
      int end = filled + length[code];
      for (int i = end - 1, c = code; i >= filled; i--, c = prefix[c]) {
        if (i < count) {
          out[i] = last[c];
        }
      }
      filled = end;
      before = code;
    }
    return out;
  }

  private void checkHolds(int count, int bits) throws UndecodableException {
    long most = 8L * (bytes.length - dataAt) / bits * MOST_CODES;
    if (count > most) {
      throw UndecodableException.truncated(
          ImageFormat.GIF,
          "%,d pixels expected, found %,d bytes, which cannot hold them",
          count,
          bytes.length - dataAt);
    }
  }

  private int code(int size) throws UndecodableException {
    while (bitCount < size) {
      if (at == blockEnd) {
        nextBlock();
      }
      bits |= (bytes[at++] & 0xFF) << bitCount;
      bitCount += 8;
    }
    int code = bits & (1 << size) - 1;
    bits >>>= size;
    bitCount -= size;
    return code;
  }

  private void nextBlock() throws UndecodableException {
    int length = at < bytes.length ? bytes[at] & 0xFF : 0;
    if (at >= bytes.length || at + 1 + length > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.GIF, "more image data expected, the file ends at byte %,d", bytes.length);
    }
    if (length == 0) {
      throw UndecodableException.corrupt(
          ImageFormat.GIF, "more image data expected, its blocks end at byte %,d", at);
    }
    at++;
    blockEnd = at + length;
  }
}
