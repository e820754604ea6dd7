package org.polyak.pipeline.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The marker segments of a JPEG file before its first scan (ITU-T T.81, annex B).
 *
 * @param frame what the start-of-frame segment says
 * @param segments begin (at 0xFF) and end of each segment, in order, without the start of image
 * @param dataStart where the entropy-coded data of the first scan begins
 * @param scanComponents components in the first scan
 * @param adobe whether there is an Adobe segment, which says how CMYK is stored
 * @param gaps whether bytes that belong to no segment stand between segments
 */
record JpegHeader(
    Frame frame,
    List<Segment> segments,
    int dataStart,
    int scanComponents,
    boolean adobe,
    boolean gaps) {

  /**
   * A segment.
   *
   * @param marker the byte after 0xFF
   * @param start of its marker
   * @param end behind its last byte
   */
  record Segment(int marker, int start, int end) {
    /** Where its content begins, behind marker and length. */
    int content() {
      return start + 4;
    }
  }

  /**
   * A start of frame.
   *
   * @param progressive whether samples come in several scans of growing precision
   * @param components 1, 3 or 4
   * @param blocks of 8 x 8 samples, of all components
   */
  record Frame(boolean progressive, int width, int height, int components, long blocks) {}

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP14 = 0xEE;

  /** Reads up to the first scan. */
  static JpegHeader parse(byte[] bytes) throws UndecodableException {
    List<Segment> segments = new ArrayList<>();
    Frame frame = null;
    boolean adobe = false;
    boolean gaps = false;
    int at = 2;
    while (true) {
      int marker = JpegMarkers.next(bytes, at);
      if (marker < 0) {
        throw UndecodableException.truncated(
            ImageFormat.JPEG, "a scan expected, the file of %,d bytes ends before", bytes.length);
      }
      int code = bytes[marker + 1] & 0xFF;
      gaps |= marker > at;
      at = marker + 2;
      if (code == SOI || code == EOI) {
        throw UndecodableException.corrupt(
            ImageFormat.JPEG, "a scan expected, found marker %02x at byte %,d", code, marker);
      }
      if (JpegMarkers.standsAlone(code)) {
        gaps = true;
        continue;
      }
      int end = JpegMarkers.segmentEnd(bytes, marker);
      Segment segment = new Segment(code, marker, end);
      if (JpegMarkers.startsFrame(code)) {
        if (frame != null) {
          throw UndecodableException.corrupt(ImageFormat.JPEG, "one frame expected, found two");
        }
        frame = JpegFrames.parse(bytes, segment);
      }
      adobe |= code == APP14 && ImageFormat.starts(bytes, segment.content(), "Adobe");
      segments.add(segment);
      at = end;
      if (code == SOS) {
        if (frame == null || end - segment.content() < 1) {
          throw UndecodableException.corrupt(
              ImageFormat.JPEG, "a frame expected before the scan at byte %,d", marker);
        }
        int scanComponents = bytes[segment.content()] & 0xFF;
        return new JpegHeader(frame, List.copyOf(segments), end, scanComponents, adobe, gaps);
      }
    }
  }

  /** Whether samples of a place are spread over several scans. */
  boolean severalScans() {
    return frame.progressive() || scanComponents < frame.components();
  }

  /** The orientation of the first Exif segment. */
  int orientation(byte[] bytes) {
    for (Segment segment : segments) {
      if (segment.marker() == 0xE1 && ImageFormat.starts(bytes, segment.content(), "Exif\0")) {
        return Orientation.ofExif(bytes, segment.content(), segment.end() - segment.content());
      }
    }
    return 1;
  }

  /** The profile, which may be spread over several segments (ICC.1, annex B.4). */
  byte[] icc(byte[] bytes) {
    String mark = "ICC_PROFILE\0";
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    for (Segment segment : segments) {
      int from = segment.content() + mark.length() + 2;
      boolean holds =
          segment.marker() == 0xE2
              && from <= segment.end()
              && ImageFormat.starts(bytes, segment.content(), mark);
      if (holds && profile.size() + segment.end() - from <= ColourProfile.MAX_BYTES) {
        profile.write(bytes, from, segment.end() - from);
      }
    }
    return profile.toByteArray();
  }
}
