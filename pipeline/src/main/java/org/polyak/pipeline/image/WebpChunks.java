package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebP file (RFC 9649) by its chunks.
 *
 * @param width of the canvas
 * @param height of the canvas
 * @param left of the frame on the canvas
 * @param top of the frame on the canvas
 * @param frameWidth of the image or of the first frame
 * @param frameHeight of the image or of the first frame
 * @param orientation from 1 to 8
 * @param profile ICC; empty without
 * @param still a file with the frame alone
 */
record WebpChunks(
    int width,
    int height,
    int left,
    int top,
    int frameWidth,
    int frameHeight,
    int orientation,
    byte[] profile,
    byte[] still) {

  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int ALPHA_FLAG = 0x10;

  /** A place in the file, empty at first. */
  private record Span(int from, int to) {
    private static final Span NONE = new Span(0, 0);

    int length() {
      return to - from;
    }
  }

  /** The size that an image's data gives. */
  private record Size(int width, int height) {}

  /** Reads all chunks. */
  static WebpChunks parse(byte[] bytes, DecodeOptions options) throws UndecodableException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long end = (file.getInt(4) & 0xFFFFFFFFL) + 8;
    if (end > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.WEBP, "%,d bytes expected, found %,d", end, bytes.length);
    }
    Span canvas = Span.NONE;
    Span frame = Span.NONE;
    Span alpha = Span.NONE;
    Span image = Span.NONE;
    Span profile = Span.NONE;
    int orientation = 1;
    int at = FILE_HEADER;
    while (at + CHUNK_HEADER <= end) {
      Span content = content(file, at, (int) end);
      switch (type(bytes, at)) {
        case "VP8X" -> canvas = content;
        case "ANMF" -> frame = frame.length() == 0 ? content : frame;
        case "ALPH" -> alpha = content;
        case "VP8 ", "VP8L" -> image = image.length() == 0 ? content : image;
        case "ICCP" -> profile = content;
        case "EXIF" -> orientation = Orientation.ofExif(bytes, content.from(), content.length());
        default -> {}
      }
      at = content.to() + (content.length() & 1);
    }
    byte[] icc =
        profile.length() <= ColourProfile.MAX_BYTES
            ? Arrays.copyOfRange(bytes, profile.from(), profile.to())
            : new byte[0];
    if (image.length() == 0 && frame.length() > FRAME_HEADER && canvas.length() >= 10) {
      return animation(file, canvas, frame, options, orientation, icc);
    }
    Size size = size(file, image);
    options.check(ImageFormat.WEBP, size.width(), size.height());
    byte[] still = still(bytes, alpha, image, size);
    return new WebpChunks(
        size.width(), size.height(), 0, 0, size.width(), size.height(), orientation, icc, still);
  }

  private static WebpChunks animation(
      ByteBuffer file, Span canvas, Span frame, DecodeOptions options, int orientation, byte[] icc)
      throws UndecodableException {
    int width = 1 + u24(file, canvas.from() + 4);
    int height = 1 + u24(file, canvas.from() + 7);
    options.check(ImageFormat.WEBP, width, height);
    int left = 2 * u24(file, frame.from());
    int top = 2 * u24(file, frame.from() + 3);
    Span alpha = Span.NONE;
    Span image = Span.NONE;
    int at = frame.from() + FRAME_HEADER;
    while (at + CHUNK_HEADER <= frame.to()) {
      Span content = content(file, at, frame.to());
      switch (type(file.array(), at)) {
        case "ALPH" -> alpha = content;
        case "VP8 ", "VP8L" -> image = content;
        default -> {}
      }
      at = content.to() + (content.length() & 1);
    }
    Size size = size(file, image);
    if (left + size.width() > width || top + size.height() > height) {
      throw UndecodableException.corrupt(
          ImageFormat.WEBP,
          "a frame within %d x %d expected, found %d x %d at %d, %d",
          width,
          height,
          size.width(),
          size.height(),
          left,
          top);
    }
    byte[] still = still(file.array(), alpha, image, size);
    return new WebpChunks(
        width, height, left, top, size.width(), size.height(), orientation, icc, still);
  }

  private static Span content(ByteBuffer file, int at, int end) throws UndecodableException {
    long length = file.getInt(at + 4) & 0xFFFFFFFFL;
    if (length > end - at - CHUNK_HEADER) {
      throw UndecodableException.corrupt(
          ImageFormat.WEBP, "a chunk within byte %,d expected, found %,d more", end, length);
    }
    return new Span(at + CHUNK_HEADER, at + CHUNK_HEADER + (int) length);
  }

  /** From the header of a VP8 key frame (RFC 6386, 9.1) or of lossless data (RFC 9649, 3.4). */
  private static Size size(ByteBuffer file, Span image) throws UndecodableException {
    int at = image.from();
    if (image.length() >= 10 && type(file.array(), at - CHUNK_HEADER).equals("VP8 ")) {
      int width = file.getShort(at + 6) & 0x3FFF;
      int height = file.getShort(at + 8) & 0x3FFF;
      return new Size(width, height);
    }
    if (image.length() >= 5 && file.get(at) == 0x2F) {
      int packed = file.getInt(at + 1);
      return new Size(1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF));
    }
    throw UndecodableException.corrupt(
        ImageFormat.WEBP, "a chunk of image data expected, found %,d bytes", image.length());
  }

  /** Lossy data with alpha needs a VP8X chunk; everything else stands alone. */
  private static byte[] still(byte[] bytes, Span alpha, Span image, Size size) {
    boolean extended =
        alpha.length() > 0 && type(bytes, image.from() - CHUNK_HEADER).equals("VP8 ");
    int header = FILE_HEADER + (extended ? 2 * CHUNK_HEADER + 10 + even(alpha.length()) : 0);
    ByteBuffer out = ByteBuffer.allocate(header + CHUNK_HEADER + even(image.length()));
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put(latin("RIFF")).putInt(out.capacity() - 8).put(latin("WEBP"));
    if (extended) {
      out.put(latin("VP8X")).putInt(10).putInt(ALPHA_FLAG);
      putU24(out, size.width() - 1);
      putU24(out, size.height() - 1);
      put(out, bytes, alpha);
    }
    put(out, bytes, image);
    return out.array();
  }

  private static void put(ByteBuffer out, byte[] bytes, Span span) {
    out.put(bytes, span.from() - CHUNK_HEADER, CHUNK_HEADER + span.length());
    out.position(out.position() + (span.length() & 1));
  }

  private static int even(int length) {
    return length + (length & 1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String type(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  private static int u24(ByteBuffer file, int at) {
    return (file.getShort(at) & 0xFFFF) | (file.get(at + 2) & 0xFF) << 16;
  }

  private static void putU24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >> 16));
  }
}
