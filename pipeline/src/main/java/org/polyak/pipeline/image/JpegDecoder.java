package org.polyak.pipeline.image;

import java.io.ByteArrayOutputStream;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.polyak.pipeline.image.JpegHeader.Segment;

/**
 * Decodes JPEG with libjpeg-turbo. What the library would not report, or only print, is looked at
 * before: process and precision, limits, a file that ends early, scans without end.
 */
final class JpegDecoder {

  /** Passes over pixels that all scans of a file may make; common files make some ten. */
  private static final long MOST_SCANNED_PIXELS = 2_000_000_000L;

  private static final int COMMON_SCANS = 12;

  /** Adobe's segment that says CMYK, inverted: version 100, no flags, transform 0. */
  private static final byte[] ADOBE_CMYK = {
    (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private final DecodeOptions options;
  private final Background background;
  private final JpegWarnings warnings = new JpegWarnings();

  JpegDecoder(DecodeOptions options) {
    this.options = options;
    this.background = new Background(options.background());
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    return decode(bytes, 1);
  }

  /**
   * Decodes to a smaller size.
   *
   * @param reduction 1, 2, 4 or 8
   */
  Stored decode(byte[] bytes, int reduction) throws UndecodableException {
    return decode(bytes, JpegHeader.parse(bytes), new Grid(1), reduction);
  }

  /** Decodes, and brings no more than a grid of the pixels over from the library. */
  Sample sample(byte[] bytes, Sampling sampling) throws UndecodableException {
    JpegHeader header = JpegHeader.parse(bytes);
    JpegHeader.Frame frame = header.frame();
    options.check(ImageFormat.JPEG, frame.width(), frame.height());
    Grid grid = Grid.of(frame.width(), frame.height(), sampling);
    Stored stored = decode(bytes, header, grid, 1);
    boolean swapped = Orientation.swapsSides(stored.metadata().orientation());
    return new Sample(
        ImageFormat.JPEG,
        swapped ? frame.height() : frame.width(),
        swapped ? frame.width() : frame.height(),
        ImageDecoder.upright(stored));
  }

  private Stored decode(byte[] bytes, JpegHeader header, Grid grid, int reduction)
      throws UndecodableException {
    JpegHeader.Frame frame = header.frame();
    options.check(ImageFormat.JPEG, frame.width(), frame.height());
    checkScans(bytes, header);
    boolean icc = options.applyIcc() && frame.components() == 3;
    Metadata metadata =
        icc
            ? new Metadata(header.orientation(bytes), header.icc(bytes))
            : Metadata.oriented(header.orientation(bytes));
    boolean plainCmyk = frame.components() == 4 && !header.adobe();
    byte[] clean = header.gaps() || plainCmyk ? rewritten(bytes, header, plainCmyk) : bytes;
    return new Stored(pixels(clean, frame, grid, reduction), metadata);
  }

  private void checkScans(byte[] bytes, JpegHeader header) throws UndecodableException {
    JpegHeader.Frame frame = header.frame();
    boolean endsWhole =
        bytes[bytes.length - 2] == (byte) 0xFF && bytes[bytes.length - 1] == (byte) 0xD9;
    if (header.severalScans() || !endsWhole) {
      int scans = JpegMarkers.scans(bytes, header.dataStart());
      long work = (long) scans * frame.width() * frame.height();
      if (scans > COMMON_SCANS && work > MOST_SCANNED_PIXELS) {
        throw UndecodableException.tooLarge(
            ImageFormat.JPEG, "%d scans of %d x %d pixels", scans, frame.width(), frame.height());
      }
    }
    // Every block of every component takes one bit at least, even in a progressive file.
    if (8L * (bytes.length - header.dataStart()) < frame.blocks()) {
      throw UndecodableException.truncated(
          ImageFormat.JPEG,
          "%d x %d pixels of at least %,d bytes expected, found %,d",
          frame.width(),
          frame.height(),
          frame.blocks() / 8,
          bytes.length - header.dataStart());
    }
  }

  /**
   * The file with nothing between its segments, so that the library has nothing to warn of, and
   * with Adobe's segment if asked for: CMYK without it is of the same kind in practice, but the
   * library takes it for another.
   */
  private static byte[] rewritten(byte[] bytes, JpegHeader header, boolean addAdobe) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + ADOBE_CMYK.length);
    out.write(bytes, 0, 2);
    if (addAdobe) {
      out.write(ADOBE_CMYK, 0, ADOBE_CMYK.length);
    }
    for (Segment segment : header.segments()) {
      out.write(bytes, segment.start(), segment.end() - segment.start());
    }
    out.write(bytes, header.dataStart(), bytes.length - header.dataStart());
    return out.toByteArray();
  }

  private Raster pixels(byte[] bytes, JpegHeader.Frame frame, Grid grid, int reduction)
      throws UndecodableException {
    int width = (frame.width() + reduction - 1) / reduction;
    int height = (frame.height() + reduction - 1) / reduction;
    int[] warned = new int[1];
    PIX pix =
        leptonica.pixReadMemJpeg(
            bytes, bytes.length, 0, reduction, warned, leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA);
    if (pix == null) {
      throw UndecodableException.corrupt(
          ImageFormat.JPEG,
          "decodable data for %d x %d pixels expected, %s",
          frame.width(),
          frame.height(),
          warnings.first(bytes).orElse("libjpeg refuses it"));
    }
    try {
      if (warned[0] > 0) {
        checkWarnings(bytes, warned[0]);
      }
      if (leptonica.pixGetWidth(pix) != width || leptonica.pixGetHeight(pix) != height) {
        throw UndecodableException.corrupt(
            ImageFormat.JPEG,
            "%d x %d pixels expected, libjpeg found %d x %d",
            width,
            height,
            leptonica.pixGetWidth(pix),
            leptonica.pixGetHeight(pix));
      }
      return grid.step() == 1 ? Leptonica.raster(pix, background) : Leptonica.points(pix, grid);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** Bytes too many between segments or scans harm no pixel; everything else does. */
  private void checkWarnings(byte[] bytes, int count) throws UndecodableException {
    String first = warnings.first(bytes).orElse("%d warnings of libjpeg".formatted(count));
    if (count > 1 || !first.contains("extraneous bytes before marker")) {
      throw UndecodableException.corrupt(
          ImageFormat.JPEG, "undamaged data expected, found: %s", first);
    }
  }
}
