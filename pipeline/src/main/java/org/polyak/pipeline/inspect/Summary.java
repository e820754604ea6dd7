package org.polyak.pipeline.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;

/** What was found, as lines of text. */
final class Summary {

  /** With more classes, only the smallest and the largest are listed. */
  private static final int LISTED_CLASSES = 30;

  private final StringBuilder text = new StringBuilder();
  private final Findings findings;

  private Summary(Findings findings) {
    this.findings = findings;
  }

  /** The text, every line ended. */
  static String of(Findings findings) {
    Summary summary = new Summary(findings);
    summary.head();
    summary.classes();
    summary.pixels();
    summary.rejected();
    return summary.text.toString();
  }

  private void head() {
    line(
        "%s: %,d images, %,d classes, %s %s, %s",
        findings.name(),
        findings.images(),
        findings.info().labels().size(),
        findings.sizes(),
        findings.sizesOf(),
        counts(findings.formats()));
  }

  private void classes() {
    List<Split> splits = findings.splits();
    line("  %-24s%s%12s", "class", cells(splits.stream().map(Split::key).toList()), "all");
    List<Integer> labels = IntStream.range(0, findings.info().labels().size()).boxed().toList();
    if (labels.size() > LISTED_CLASSES) {
      List<Integer> byCount =
          labels.stream()
              .sorted((a, b) -> Long.compare(findings.images(b), findings.images(a)))
              .toList();
      byCount.subList(0, LISTED_CLASSES / 2).forEach(this::row);
      line("  … %,d more", labels.size() - LISTED_CLASSES);
      byCount.subList(labels.size() - LISTED_CLASSES / 2, labels.size()).forEach(this::row);
    } else {
      labels.forEach(this::row);
    }
    line(
        "  %-24s%s%,12d",
        "all",
        cells(
            splits.stream()
                .map(s -> String.format(Locale.ROOT, "%,d", findings.info().rows(s)))
                .toList()),
        findings.images());
  }

  private void row(int label) {
    List<String> counts =
        findings.splits().stream()
            .map(split -> String.format(Locale.ROOT, "%,d", findings.images(split, label)))
            .toList();
    String name = findings.info().labels().get(label);
    String shown = name.length() > 22 ? name.substring(0, 21) + "…" : name;
    line("  %-24s%s%,12d", shown, cells(counts), findings.images(label));
  }

  private void pixels() {
    Statistics statistics = findings.statistics();
    if (statistics.pixels() == 0) {
      line("no training images, so no statistics");
      return;
    }
    line("training images, %,d pixels, values from 0 to 1", statistics.pixels());
    line("  %-24s%12s%12s%12s%12s", "channel", "mean", "deviation", "least", "greatest");
    String[] names = {"red", "green", "blue"};
    for (int c = 0; c < names.length; c++) {
      line(
          "  %-24s%12.5f%12.5f%12.5f%12.5f",
          names[c],
          statistics.mean().get(c),
          statistics.deviation().get(c),
          statistics.minimum().get(c),
          statistics.maximum().get(c));
    }
    line("  %-24s%12.5f%12.5f", "all", statistics.scalarMean(), statistics.scalarDeviation());
  }

  private void rejected() {
    line(
        "quarantine: %s",
        findings.quarantine().isEmpty() ? "empty" : counts(findings.quarantine()));
    Findings.Duplicates duplicates = findings.duplicates();
    line(
        "duplicates: %s",
        duplicates.images() == 0
            ? "none"
            : String.format(
                Locale.ROOT,
                "%,d images share their bytes with others (%,d contents, %,d of them in more than"
                    + " one split)",
                duplicates.images(),
                duplicates.contents(),
                duplicates.acrossSplits()));
  }

  private static String cells(List<String> cells) {
    return cells.stream()
        .map(cell -> String.format(Locale.ROOT, "%12s", cell))
        .collect(Collectors.joining());
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
        .collect(Collectors.joining(", "));
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
