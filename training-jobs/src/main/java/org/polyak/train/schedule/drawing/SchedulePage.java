package org.polyak.train.schedule.drawing;

import java.util.Locale;

/** A schedule drawn in one HTML file without scripts, with its table below. */
public final class SchedulePage {

  private static final String STYLE =
      """
      :root { --paper: #ffffff; --ink: #1b1f24; --faint: #5b6470; --line: #d9dee4; --curve: #0072b2; }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #14171b; --ink: #e8ebee; --faint: #a3adb8; --line: #343b43; --curve: #56b4e9; }
      }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
      main { max-width: 960px; margin: 0 auto; padding: 24px 20px 64px; }
      h1 { font-size: 26px; margin: 0 0 4px; }
      p { color: var(--faint); margin: 0; }
      svg { display: block; width: 100%; height: auto; }
      line { stroke: var(--line); }
      polyline { fill: none; stroke: var(--curve); stroke-width: 2; stroke-linejoin: round; }
      text { fill: var(--faint); font-size: 13px; font-variant-numeric: tabular-nums; }
      text.title { fill: var(--ink); font-size: 15px; font-weight: 600; }
      pre { font-size: 13px; line-height: 1.4; margin: 16px 0 0; }
      """;

  private SchedulePage() {}

  /**
   * Draws a schedule.
   *
   * @param title of the page
   * @param notes what to know of it
   * @param curve drawn
   * @param table written below
   */
  public static String of(String title, String notes, ScheduleCurve curve, ScheduleCurve table) {
    ScheduleDrawing drawing = new ScheduleDrawing(curve);
    SvgPen pen = new SvgPen();
    drawing.draw(pen);
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; img-src data:; base-uri 'none'\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">"
        + "<title>%s – Polyak</title><style>%s</style></head><body><main><h1>%s</h1><p>%s</p>\n"
            .formatted(escape(title), STYLE, escape(title), escape(notes))
        + "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>\n<pre>%s</pre>"
            .formatted(
                ScheduleDrawing.WIDTH,
                drawing.height(),
                escape(title),
                pen.svg,
                escape(ScheduleTable.of(table)))
        + "</main></body></html>\n";
  }

  /** Elements of SVG. */
  private static final class SvgPen implements Pen {

    private final StringBuilder svg = new StringBuilder();

    @Override
    public void rule(double x1, double y1, double x2, double y2) {
      svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2));
    }

    @Override
    public void curve(double[] x, double[] y) {
      svg.append("<polyline points=\"");
      for (int i = 0; i < x.length; i++) {
        svg.append(format("%.2f,%.2f ", x[i], y[i]));
      }
      svg.append("\"/>");
    }

    @Override
    public void text(double x, double y, Anchor anchor, String words) {
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
              x, y, anchor.name().toLowerCase(Locale.ROOT), escape(words)));
    }

    @Override
    public void title(double x, double y, String words) {
      svg.append(
          format("<text class=\"title\" x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, escape(words)));
    }
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
