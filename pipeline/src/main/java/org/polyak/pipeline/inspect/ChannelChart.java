package org.polyak.pipeline.inspect;

import java.util.List;

/**
 * How often each channel has each value, as inline SVG: three curves that differ in colour and in
 * dashes. The ends, where clipped pixels pile up, may pass the top; their shares stand in the
 * table.
 */
final class ChannelChart {

  private static final int HEIGHT = 220;
  private static final int TOP = 8;
  private static final int BASE = 192;
  private static final int VALUES = 256;

  /** Above the highest curve. */
  private static final double ROOM = 1.05;

  private ChannelChart() {}

  /** The number of pixels at the upper end: all values but the ends of the scale fit below. */
  static double top(List<List<Long>> histograms) {
    long most = 1;
    for (List<Long> counts : histograms) {
      for (int value = 1; value < VALUES - 1; value++) {
        most = Math.max(most, counts.get(value));
      }
    }
    return ROOM * most;
  }

  /**
   * Draws three histograms.
   *
   * @param histograms number of pixels of each value, by channel
   * @param top number of pixels at the upper end
   */
  static String draw(List<List<Long>> histograms, double top) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<svg class=\"chart\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"How often"
                + " each channel has each value\">",
            HEIGHT));
    for (int quarter = 0; quarter <= 4; quarter++) {
      String x = Html.percent(quarter / 4.0);
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>", x, x, TOP, BASE));
      String anchor = quarter == 0 ? "start" : quarter == 4 ? "end" : "middle";
      svg.append(
          Html.format(
              "<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>",
              x, BASE + 17, anchor, quarter == 0 ? "0" : Html.format("%.2f", quarter / 4.0)));
    }
    svg.append(
        Html.format(
            "<svg class=\"clip\" x=\"0\" y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 256 1000\""
                + " preserveAspectRatio=\"none\">",
            TOP, BASE - TOP));
    for (int c = 0; c < histograms.size(); c++) {
      StringBuilder points = new StringBuilder();
      for (int value = 0; value < VALUES; value++) {
        double y = 1000 - 1000 * histograms.get(c).get(value) / top;
        points.append(Html.format("%.1f,%.1f ", value + 0.5, y));
      }
      svg.append(
          Html.format(
              "<polygon class=\"area channel-%d\" points=\"0.5,1000 %s255.5,1000\"/>", c, points));
      svg.append(Html.format("<polyline class=\"curve channel-%d\" points=\"%s\"/>", c, points));
    }
    svg.append("</svg>");
    svg.append(
        Html.format(
            "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", BASE, BASE));
    return svg.append("</svg>").toString();
  }
}
