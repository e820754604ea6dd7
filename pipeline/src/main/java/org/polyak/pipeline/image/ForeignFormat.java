package org.polyak.pipeline.image;

import java.util.List;

/** Names what is not read, by its first bytes, so that a message can say what a file is. */
final class ForeignFormat {

  private record Mark(int at, String text, String name) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(4, "ftypavif", "an AVIF image"),
          new Mark(4, "ftypavis", "an AVIF image sequence"),
          new Mark(4, "ftyphei", "a HEIC image"),
          new Mark(4, "ftypmif1", "a HEIF image"),
          new Mark(4, "ftyp", "an ISO media file"),
          new Mark(4, "jP  \r\n\u0087\n", "a JPEG 2000 image"),
          new Mark(0, "\u00ff\u004f\u00ff\u0051", "a JPEG 2000 code stream"),
          new Mark(4, "JXL \r\n\u0087\n", "a JPEG XL image"),
          new Mark(0, "\u00ff\n", "a JPEG XL code stream"),
          new Mark(0, "II+\0", "a BigTIFF image"),
          new Mark(0, "MM\0+", "a BigTIFF image"),
          new Mark(0, "8BPS", "a Photoshop document"),
          new Mark(0, "\0\0\1\0", "a Windows icon"),
          new Mark(0, "%PDF", "a PDF document"),
          new Mark(0, "<svg", "an SVG drawing"),
          new Mark(0, "<?xml", "an XML document"),
          new Mark(0, "<!DOCTYPE", "an HTML document"),
          new Mark(0, "<html", "an HTML document"),
          new Mark(0, "PK\3\4", "a ZIP archive"),
          new Mark(0, "\u001f\u008b", "gzip data"));

  private ForeignFormat() {}

  /** Such as "an AVIF image", or the first bytes where they are unknown. */
  static String name(byte[] bytes) {
    for (Mark mark : MARKS) {
      if (ImageFormat.starts(bytes, mark.at(), mark.text())) {
        return mark.name();
      }
    }
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      first.append(String.format(" %02x", bytes[i]));
    }
    return "a file of %,d bytes that starts with%s".formatted(bytes.length, first);
  }
}
