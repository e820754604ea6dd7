package org.polyak.pipeline.inspect;

import java.util.Locale;

/** Text and numbers as they stand in a page. */
final class Html {

  private Html() {}

  /** Text with nothing in it that a browser takes for markup. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A count with separators. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Formatted alike in every locale. */
  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** A part of a whole as CSS and SVG take it. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * part);
  }
}
