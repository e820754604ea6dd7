package org.polyak.pipeline.inspect;

import java.util.List;
import org.polyak.pipeline.dataset.Statistics;

/**
 * A principal component of the colours as inline SVG: from the mean colour two deviations down and
 * up along it.
 */
final class ColourChart {

  private static final int STEPS = 41;
  private static final double REACH = 2;

  private ColourChart() {}

  /** Draws the component of that number, from 0. */
  static String draw(Statistics statistics, int component) {
    double deviation = Math.sqrt(Math.max(0, statistics.eigenvalues().get(component)));
    List<Double> direction = statistics.eigenvectors().get(component);
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<svg class=\"ramp\" width=\"100%%\" height=\"34\" role=\"img\" aria-label=\"Colours"
                + " along component %d\">",
            component + 1));
    for (int step = 0; step < STEPS; step++) {
      double distance = REACH * deviation * (2.0 * step / (STEPS - 1) - 1);
      StringBuilder colour = new StringBuilder("#");
      for (int c = 0; c < 3; c++) {
        double value = statistics.mean().get(c) + distance * direction.get(c);
        colour.append(Html.format("%02x", Math.round(255 * Math.max(0, Math.min(1, value)))));
      }
      // A little wider than its place, so that no light shows between two.
      svg.append(
          Html.format(
              "<rect x=\"%s\" width=\"%s\" y=\"0\" height=\"34\" fill=\"%s\"/>",
              Html.percent((double) step / STEPS), Html.percent(1.1 / STEPS), colour));
    }
    return svg.append("</svg>").toString();
  }
}
