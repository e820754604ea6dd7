package org.polyak.pipeline.image;

/** Markers of JPEG: 0xFF, any number of further 0xFF, then a code (ITU-T T.81, B.1.1). */
final class JpegMarkers {

  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;

  private JpegMarkers() {}

  /**
   * The place of the 0xFF right before the code of the next marker at or behind a place; -1 if the
   * bytes end before. 0xFF 0x00 is no marker.
   */
  static int next(byte[] bytes, int from) {
    for (int i = from; i < bytes.length - 1; i++) {
      if (bytes[i] == (byte) 0xFF && bytes[i + 1] != 0 && bytes[i + 1] != (byte) 0xFF) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a marker has no segment: restarts, start and end of image, TEM. */
  static boolean standsAlone(int code) {
    return (code >= 0xD0 && code <= EOI) || code == 0x01;
  }

  /** Whether a marker is one of the starts of frame, JPEG-LS's with them. */
  static boolean startsFrame(int code) {
    boolean table = code == 0xC4 || code == 0xC8 || code == 0xCC;
    return (code >= 0xC0 && code <= 0xCF && !table) || code == 0xF7;
  }

  /** Where a segment ends that begins with a marker at the place. */
  static int segmentEnd(byte[] bytes, int marker) throws UndecodableException {
    int length = marker + 4 <= bytes.length ? u16(bytes, marker + 2) : 2;
    long end = marker + 2L + length;
    if (marker + 4 > bytes.length || end > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.JPEG,
          "a segment up to byte %,d expected, the file ends at %,d",
          end,
          bytes.length);
    }
    if (length < 2) {
      throw UndecodableException.corrupt(
          ImageFormat.JPEG, "a segment of 2 bytes or more expected, found %d", length);
    }
    return (int) end;
  }

  /** Two bytes as a number. */
  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  /**
   * The number of scans up to the end-of-image marker, which must be there.
   *
   * @param from where the entropy-coded data of the first scan begins
   */
  static int scans(byte[] bytes, int from) throws UndecodableException {
    int scans = 1;
    int at = from;
    while (true) {
      int marker = next(bytes, at);
      if (marker < 0) {
        throw UndecodableException.truncated(
            ImageFormat.JPEG,
            "an end-of-image marker expected, the file ends at byte %,d without",
            bytes.length);
      }
      int code = bytes[marker + 1] & 0xFF;
      if (code == EOI) {
        return scans;
      }
      scans += code == SOS ? 1 : 0;
      at = standsAlone(code) ? marker + 2 : segmentEnd(bytes, marker);
    }
  }
}
