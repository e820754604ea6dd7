package org.polyak.pipeline.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.dataset.Statistics.Histogram;
import org.polyak.pipeline.dataset.Statistics.MeanImage;

/**
 * The page of an inspection: one HTML file with style and drawings inside, without scripts. Only
 * the sheets lie beside it.
 */
final class InspectionPage {

  /** More sheets than these are linked and not shown. */
  private static final int SHOWN_SHEETS = 30;

  private static final String[] CHANNELS = {"red", "green", "blue"};

  private final StringBuilder html = new StringBuilder();
  private final Findings findings;

  private InspectionPage(Findings findings) {
    this.findings = findings;
  }

  /** The page; the same findings give the same text. */
  static String of(Findings findings) {
    InspectionPage page = new InspectionPage(findings);
    page.head();
    page.section("Classes", ClassTable.draw(findings));
    page.section("Sizes", page.sizes());
    page.section("Colours", page.colours());
    page.section("Mean image", page.meanImage());
    page.section("Not taken, and taken twice", page.rejected());
    page.section("Images", page.sheets());
    page.html.append("</main></body></html>\n");
    return page.html.toString();
  }

  private void head() {
    String name = Html.text(findings.name());
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'unsafe-inline'; img-src 'self' file: data:; base-uri 'none'\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">");
    html.append("<link rel=\"icon\" href=\"data:,\">");
    html.append("<title>").append(name).append(" – Polyak</title>");
    html.append("<style>").append(style()).append("</style></head><body><main>");
    html.append("<header><h1><bdi>").append(name).append("</bdi></h1>");
    html.append("<p class=\"muted\">fingerprint <code>");
    html.append(Html.text(findings.info().fingerprint())).append("</code></p>");
    html.append("<div class=\"cards\">");
    card("images", Html.count(findings.images()));
    for (Split split : findings.splits()) {
      card(split.key(), Html.count(findings.info().rows(split)));
    }
    card("classes", Html.count(findings.info().labels().size()));
    card(findings.sizesOf(), findings.sizes().replace(" x ", " × "));
    findings.formats().forEach((format, images) -> card(format, Html.count(images)));
    card("quarantined", Html.count(findings.quarantined()));
    card("duplicates", Html.count(findings.duplicates().images()));
    html.append("</div></header>");
  }

  private void card(String label, String value) {
    html.append("<div class=\"card\"><span class=\"value\">").append(Html.text(value));
    html.append("</span><span class=\"label\">").append(Html.text(label)).append("</span></div>");
  }

  private void section(String title, String content) {
    html.append("<section><h2>").append(title).append("</h2>").append(content);
    html.append("</section>\n");
  }

  private String sizes() {
    if (findings.info().width() > 0) {
      return Html.format(
          "<p>All images have %d × %d pixels.</p>",
          findings.info().width(), findings.info().height());
    }
    Statistics.Sizes sizes = findings.statistics().sizes();
    if (sizes == null || sizes.width().counts().isEmpty()) {
      return "<p>There are no training images.</p>";
    }
    Histogram aspect = sizes.aspect();
    return "<div class=\"grid3\">"
        + figure("Width in pixels", BarChart.draw("Widths", sizes.width(), "images"))
        + figure("Height in pixels", BarChart.draw("Heights", sizes.height(), "images"))
        + figure(
            "Width over height",
            BarChart.draw(
                "Aspect ratios",
                aspect.counts(),
                bar -> Html.format("%.2f", Math.pow(2, aspect.edges().get(bar))),
                "images"))
        + "</div><p class=\"muted note\">Training images.</p>";
  }

  private String colours() {
    Statistics statistics = findings.statistics();
    if (statistics.pixels() == 0) {
      return "<p>There are no training images.</p>";
    }
    StringBuilder text = new StringBuilder();
    text.append("<p class=\"muted\">").append(Html.count(statistics.pixels()));
    text.append(" pixels of training images, of large ones those of a grid; ");
    text.append("values from 0 to 1.</p><div class=\"grid2\">");
    double top = ChannelChart.top(statistics.histograms());
    text.append(
        figure(
            Html.format(
                "How often each value occurs; the top is %.2f %% of the pixels",
                100 * top / statistics.pixels()),
            ChannelChart.draw(statistics.histograms(), top) + channelLegend()));
    text.append(figure("Channels", channelTable(statistics)));
    text.append("</div><h3>Principal components of colour</h3><div class=\"grid3\">");
    double total = statistics.eigenvalues().stream().mapToDouble(Double::doubleValue).sum();
    for (int i = 0; i < statistics.eigenvalues().size(); i++) {
      List<Double> v = statistics.eigenvectors().get(i);
      String caption =
          Html.format(
              "%.1f %% of the variance; direction %s, %s, %s",
              total == 0 ? 0 : 100 * statistics.eigenvalues().get(i) / total,
              hundredths(v.get(0)),
              hundredths(v.get(1)),
              hundredths(v.get(2)));
      text.append(figure(caption, ColourChart.draw(statistics, i)));
    }
    text.append("</div><p class=\"muted note\">Each strip runs from the mean colour two standard");
    text.append(" deviations down and up along its component.</p>");
    return text.toString();
  }

  /** Without a minus before a zero. */
  private static String hundredths(double value) {
    return Html.format("%.2f", Math.round(100 * value) / 100.0);
  }

  private static String channelLegend() {
    StringBuilder text = new StringBuilder("<ul class=\"legend\">");
    for (int c = 0; c < CHANNELS.length; c++) {
      text.append(
          Html.format(
              "<li><svg width=\"28\" height=\"10\" aria-hidden=\"true\"><line class=\"curve"
                  + " channel-%d\" x1=\"0\" x2=\"28\" y1=\"5\" y2=\"5\"/></svg>%s</li>",
              c, CHANNELS[c]));
    }
    return text.append("</ul>").toString();
  }

  private static String channelTable(Statistics statistics) {
    StringBuilder text = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th></th>");
    for (String column : List.of("mean", "deviation", "least", "greatest", "at 0", "at 1")) {
      text.append("<th scope=\"col\" class=\"number\">").append(column).append("</th>");
    }
    text.append("</tr></thead><tbody>");
    for (int c = 0; c < CHANNELS.length; c++) {
      List<Long> histogram = statistics.histograms().get(c);
      text.append("<tr><th scope=\"row\">").append(CHANNELS[c]).append("</th>");
      for (String cell :
          List.of(
              Html.format("%.5f", statistics.mean().get(c)),
              Html.format("%.5f", statistics.deviation().get(c)),
              Html.format("%.3f", statistics.minimum().get(c)),
              Html.format("%.3f", statistics.maximum().get(c)),
              Html.format("%.2f %%", 100.0 * histogram.get(0) / statistics.pixels()),
              Html.format("%.2f %%", 100.0 * histogram.get(255) / statistics.pixels()))) {
        text.append("<td class=\"number\">").append(cell).append("</td>");
      }
      text.append("</tr>");
    }
    text.append(
        Html.format(
            "<tr><th scope=\"row\">all</th><td class=\"number\">%.5f</td><td class=\"number\">%.5f"
                + "</td><td colspan=\"4\"></td></tr></tbody></table></div>",
            statistics.scalarMean(), statistics.scalarDeviation()));
    return text.toString();
  }

  private String meanImage() {
    MeanImage image = findings.statistics().meanImage();
    if (image == null || !image.exists()) {
      return "<p>There is none: images differ in size or are large. <code>polyak ingest --mean-image N</code>"
          + " makes one.</p>";
    }
    double most =
        Math.max(
            1e-9, image.deviations().stream().mapToDouble(Double::doubleValue).max().orElse(1));
    return "<div class=\"pictures\">"
        + picture("Mean of each position", image, image.values(), 1)
        + picture(
            Html.format("Deviation of each position; full brightness is %.3f", most),
            image,
            image.deviations(),
            1 / most)
        + "</div>";
  }

  private static String picture(
      String caption, MeanImage image, List<Double> values, double scale) {
    return figure(
        caption,
        Html.format(
            "<img class=\"pixels\" width=\"%d\" height=\"%d\" alt=\"%s\" src=\"%s\">",
            image.width(),
            image.height(),
            Html.text(caption),
            Png.url(image.width(), image.height(), values, scale)));
  }

  private String rejected() {
    StringBuilder text = new StringBuilder();
    if (findings.quarantine().isEmpty()) {
      text.append("<p>The quarantine is empty.</p>");
    } else {
      text.append("<table><thead><tr><th scope=\"col\">quarantined because</th>");
      text.append("<th scope=\"col\" class=\"number\">inputs</th></tr></thead><tbody>");
      for (Map.Entry<String, Long> reason : findings.quarantine().entrySet()) {
        text.append("<tr><td>").append(Html.text(reason.getKey()));
        text.append("</td><td class=\"number\">").append(Html.count(reason.getValue()));
        text.append("</td></tr>");
      }
      text.append("</tbody></table>");
    }
    Findings.Duplicates duplicates = findings.duplicates();
    if (duplicates.images() == 0) {
      text.append("<p>No two images have the same bytes.</p>");
    } else {
      text.append("<p>").append(Html.count(duplicates.images()));
      text.append(" images share their bytes with others; they are ");
      text.append(Html.count(duplicates.contents())).append(" different ones, of which ");
      text.append(Html.count(duplicates.acrossSplits())).append(" lie in more than one split.</p>");
    }
    return text.toString();
  }

  private String sheets() {
    List<String> labels = findings.info().labels();
    long sheets =
        IntStream.range(0, labels.size()).filter(label -> findings.sheet(label) != null).count();
    boolean shown = sheets <= SHOWN_SHEETS;
    StringBuilder text = new StringBuilder("<p class=\"muted\">The first training images of each");
    text.append(" class in the data set's order, which is a random one: at most ");
    text.append(findings.imagesOnSheets()).append(".</p><ul class=\"");
    text.append(shown ? "sheets" : "links").append("\">");
    for (int label = 0; label < labels.size(); label++) {
      String sheet = findings.sheet(label);
      if (sheet != null) {
        text.append("<li><a href=\"").append(sheet).append("\"><bdi>");
        text.append(Html.text(labels.get(label))).append("</bdi>");
        if (shown) {
          text.append("<img src=\"").append(sheet).append("\" alt=\"\">");
        }
        text.append("</a></li>");
      }
    }
    text.append("</ul>");
    long without = labels.size() - sheets;
    if (without > 0) {
      text.append("<p class=\"muted\">Classes without a training image: ");
      text.append(Html.count(without)).append(".</p>");
    }
    return text.toString();
  }

  private static String figure(String caption, String content) {
    return "<figure><figcaption>" + Html.text(caption) + "</figcaption>" + content + "</figure>";
  }

  private static String style() {
    try (InputStream in = InspectionPage.class.getResourceAsStream("inspect.css")) {
      if (in == null) {
        throw new IllegalStateException("The build lacks the resource inspect.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
