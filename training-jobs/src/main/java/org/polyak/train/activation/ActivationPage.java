package org.polyak.train.activation;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Histograms of activations, one HTML file without scripts: a row a rule, a picture a layer. */
public final class ActivationPage {

  private static final int WIDTH = 168;
  private static final int HEIGHT = 84;

  private static final String STYLE =
      """
      :root { --paper: #ffffff; --ink: #1b1f24; --faint: #5b6470; --line: #d9dee4; --bar: #0072b2; }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #14171b; --ink: #e8ebee; --faint: #a3adb8; --line: #343b43; --bar: #56b4e9; }
      }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
      main { max-width: 1180px; margin: 0 auto; padding: 24px 20px 64px; }
      h1 { font-size: 26px; margin: 0 0 4px; }
      h2 { font-size: 17px; margin: 32px 0 10px; }
      p, figcaption { color: var(--faint); margin: 0; max-width: 100ch; }
      .row { display: flex; flex-wrap: wrap; gap: 20px; }
      figure { margin: 0; }
      figcaption { font-size: 12.5px; font-variant-numeric: tabular-nums; max-width: 168px; }
      figcaption b { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
      svg { display: block; max-width: 100%; border-bottom: 1px solid var(--faint); print-color-adjust: exact; }
      rect { fill: var(--bar); }
      """;

  private ActivationPage() {}

  /**
   * Draws layers.
   *
   * @param title what was measured
   * @param text how
   * @param rows layers by the name of their row
   */
  public static String of(String title, String text, Map<String, List<LayerActivations>> rows) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'unsafe-inline'; img-src data:; base-uri 'none'\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">");
    html.append("<link rel=\"icon\" href=\"data:,\"><title>").append(escape(title));
    html.append(" – Polyak</title><style>").append(STYLE).append("</style></head><body><main>");
    html.append("<h1>").append(escape(title)).append("</h1><p>").append(escape(text));
    html.append("</p>\n");
    rows.forEach(
        (name, layers) -> {
          html.append("<h2>").append(escape(name)).append("</h2><div class=\"row\">");
          Axis axis = Axis.of(layers);
          layers.forEach(layer -> html.append(figure(layer, axis)));
          html.append("</div>\n");
        });
    return html.append("</main></body></html>\n").toString();
  }

  /** One axis a row, so that layers that shrink are seen to shrink. */
  private record Axis(double least, double greatest) {

    static Axis of(List<LayerActivations> layers) {
      double least = layers.stream().mapToDouble(LayerActivations::least).min().orElse(0);
      double greatest = layers.stream().mapToDouble(LayerActivations::greatest).max().orElse(1);
      return new Axis(least, greatest > least ? greatest : least + 1);
    }

    double x(double value) {
      return (value - least) / (greatest - least) * WIDTH;
    }
  }

  private static String figure(LayerActivations layer, Axis axis) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<figure><svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, HEIGHT, escape(layer.name())));
    double width = (layer.greatest() - layer.least()) / layer.counts().length;
    long most = highest(layer);
    for (int i = 0; i < layer.counts().length; i++) {
      if (layer.counts()[i] > 0) {
        double left = axis.x(layer.least() + i * width);
        double right = axis.x(layer.least() + (i + 1) * width);
        double height = Math.min(1, (double) layer.counts()[i] / most) * (HEIGHT - 2);
        svg.append(
            format(
                "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\"/>",
                left,
                HEIGHT - Math.max(height, 0.5),
                Math.max(0.8 * (right - left), 0.4),
                Math.max(height, 0.5)));
      }
    }
    svg.append("</svg><figcaption><b>").append(escape(layer.name())).append("</b><br>");
    svg.append(
        format(
            "%.3g ± %.3g<br>%.3g to %.3g<br>%.0f %% zeros%s</figcaption></figure>",
            layer.mean(),
            layer.deviation(),
            layer.least(),
            layer.greatest(),
            100 * layer.zeros(),
            layer.dead() == 0 ? "" : format(", %.0f %% dead", 100 * layer.dead())));
    return svg.toString();
  }

  /** The count of the highest bar; that of the zeros behind a ReLU is cut, for the others' sake. */
  private static long highest(LayerActivations layer) {
    long zeros = Math.round(layer.zeros() * layer.values());
    long most = 1;
    for (long count : layer.counts()) {
      most = Math.max(most, zeros > layer.values() / 5 && count >= zeros ? count - zeros : count);
    }
    return most;
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
