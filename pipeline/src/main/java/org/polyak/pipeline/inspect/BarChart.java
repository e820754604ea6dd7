package org.polyak.pipeline.inspect;

import java.util.List;
import java.util.function.IntFunction;
import org.polyak.pipeline.dataset.Statistics.Histogram;

/**
 * A histogram as inline SVG. Places are percentages and letters are pixels, so that the drawing
 * takes any width and its text stays as large as that of the page.
 */
final class BarChart {

  private static final int HEIGHT = 170;
  private static final int TOP = 18;
  private static final int BASE = 142;

  private BarChart() {}

  /**
   * Draws counts.
   *
   * @param name what it shows, for those who hear the page
   * @param counts of the bars
   * @param edge the text at the lower edge of a bar; that of the number of bars ends the last one
   * @param unit what is counted
   */
  static String draw(String name, List<Long> counts, IntFunction<String> edge, String unit) {
    long most = Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
    int bars = counts.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<svg class=\"chart\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
            HEIGHT, Html.text(name)));
    grid(svg, 1, Html.count(most) + " " + unit);
    grid(svg, 0.5, "");
    for (int bar = 0; bar < bars; bar++) {
      double height = (double) counts.get(bar) / most * (BASE - TOP);
      if (counts.get(bar) > 0) {
        svg.append(
            Html.format(
                "<rect class=\"bar\" x=\"%s\" width=\"%s\" y=\"%.2f\" height=\"%.2f\"><title>%s to"
                    + " %s: %s %s</title></rect>",
                Html.percent((bar + 0.04) / bars),
                Html.percent(0.92 / bars),
                BASE - Math.max(height, 1),
                Math.max(height, 1),
                edge.apply(bar),
                edge.apply(bar + 1),
                Html.count(counts.get(bar)),
                unit));
      }
    }
    svg.append(
        Html.format(
            "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", BASE, BASE));
    int step = Math.max(1, (bars + 4) / 5);
    for (int bar = 0; bar <= bars; bar += step) {
      label(svg, (double) bar / bars, edge.apply(bar));
    }
    return svg.append("</svg>").toString();
  }

  /** Draws a histogram whose edges are whole numbers. */
  static String draw(String name, Histogram histogram, String unit) {
    return draw(
        name, histogram.counts(), bar -> Html.format("%.0f", histogram.edges().get(bar)), unit);
  }

  private static void grid(StringBuilder svg, double part, String text) {
    double y = BASE - part * (BASE - TOP);
    svg.append(
        Html.format("<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>", y, y));
    if (!text.isEmpty()) {
      svg.append(
          Html.format("<text class=\"tick\" x=\"100%%\" y=\"%.1f\" text-anchor=\"end\">", y - 5));
      svg.append(Html.text(text)).append("</text>");
    }
  }

  private static void label(StringBuilder svg, double part, String text) {
    String anchor = part == 0 ? "start" : part == 1 ? "end" : "middle";
    svg.append(
        Html.format(
            "<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            Html.percent(part), BASE + 17, anchor, Html.text(text)));
  }
}
