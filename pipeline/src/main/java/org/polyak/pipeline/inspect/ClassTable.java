package org.polyak.pipeline.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Split;

/**
 * Images by class and split: a table of bars, or, with many classes, the counts from the largest
 * class to the smallest and the table folded away.
 */
final class ClassTable {

  private static final int SHOWN = 40;

  private ClassTable() {}

  /** The section's content. */
  static String draw(Findings findings) {
    int classes = findings.info().labels().size();
    if (classes <= SHOWN) {
      return legend(findings) + table(findings);
    }
    List<Long> ranked =
        IntStream.range(0, classes)
            .mapToObj(findings::images)
            .sorted(Comparator.reverseOrder())
            .toList();
    return "<figure><figcaption>From the largest class, with %s images, to the smallest, with %s"
            .formatted(Html.count(ranked.get(0)), Html.count(ranked.get(classes - 1)))
        + "</figcaption>"
        + BarChart.draw("Images by class", ranked, Html::count, "images")
        + "</figure><details><summary>All "
        + Html.count(classes)
        + " classes</summary>"
        + legend(findings)
        + table(findings)
        + "</details>";
  }

  private static String legend(Findings findings) {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (Split split : findings.splits()) {
      html.append(
          Html.format(
              "<li><span class=\"swatch split-%s\"></span>%s</li>", split.key(), split.key()));
    }
    return html.append("</ul>").toString();
  }

  private static String table(Findings findings) {
    int classes = findings.info().labels().size();
    long most =
        Math.max(1, IntStream.range(0, classes).mapToLong(findings::images).max().orElse(1));
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table class=\"classes\"><thead>");
    html.append("<tr><th scope=\"col\">class</th><th scope=\"col\" class=\"bars\"></th>");
    for (Split split : findings.splits()) {
      html.append("<th scope=\"col\" class=\"number\">").append(split.key()).append("</th>");
    }
    html.append("<th scope=\"col\" class=\"number\">all</th></tr></thead><tbody>");
    for (int label = 0; label < classes; label++) {
      html.append("<tr><th scope=\"row\"><bdi>");
      html.append(Html.text(findings.info().labels().get(label)));
      html.append("</bdi></th><td class=\"bars\">");
      bar(html, findings, label, most);
      html.append("</td>");
      for (Split split : findings.splits()) {
        number(html, findings.images(split, label));
      }
      number(html, findings.images(label));
      html.append("</tr>");
    }
    html.append("</tbody><tfoot><tr><th scope=\"row\">all</th><td class=\"bars\"></td>");
    findings.splits().forEach(split -> number(html, findings.info().rows(split)));
    number(html, findings.images());
    return html.append("</tr></tfoot></table></div>").toString();
  }

  private static void bar(StringBuilder html, Findings findings, int label, long most) {
    html.append("<svg width=\"100%\" height=\"14\" aria-hidden=\"true\">");
    double from = 0;
    for (Split split : findings.splits()) {
      double part = (double) findings.images(split, label) / most;
      html.append(
          Html.format(
              "<rect class=\"split-%s\" x=\"%s\" width=\"%s\" height=\"14\"/>",
              split.key(), Html.percent(from), Html.percent(part)));
      from += part;
    }
    html.append("</svg>");
  }

  private static void number(StringBuilder html, long count) {
    html.append("<td class=\"number\">").append(Html.count(count)).append("</td>");
  }
}
