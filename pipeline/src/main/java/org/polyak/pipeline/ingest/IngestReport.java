package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.Json;

/**
 * What an ingest says about its work, to scripts and to people.
 *
 * @param format the layout's name
 * @param classes names in label order
 */
record IngestReport(
    IngestOptions options,
    String format,
    Index index,
    List<String> classes,
    IngestSums sums,
    Map<String, List<DataFile>> files,
    Repetitions repetitions) {

  /** For the manifest. */
  ObjectNode counts() {
    ObjectNode counts = Json.object();
    counts.put("inputs", index.inputs() + index.skipped());
    for (Split split : Split.values()) {
      counts.put(split.key(), sums.images(split));
    }
    counts.put("quarantined", sums.allRejected());
    ObjectNode reasons = counts.putObject("quarantined-by-reason");
    sums.rejected().forEach((reason, count) -> reasons.put(reason.key(), count));
    counts.put("skipped", index.skipped());
    counts.put("duplicates", repetitions.images() - repetitions.groups().size());
    ObjectNode leaks = counts.putObject("duplicates-across-splits");
    repetitions
        .acrossSplits()
        .forEach(leak -> leaks.put(leak.a().key() + "-" + leak.b().key(), leak.contents()));
    counts.put("fingerprint", sums.fingerprint());
    return counts;
  }

  /** For scripts and schedulers. */
  ObjectNode metrics(long bytes, double seconds) {
    ObjectNode metrics = counts();
    metrics.put("bytes", bytes);
    metrics.put("seconds", seconds);
    return metrics;
  }

  /** For people: every input is in one line of the table. */
  String text(long bytes, double seconds) {
    StringBuilder text = new StringBuilder();
    long inputs = index.inputs() + index.skipped();
    text.append(
        "%,d inputs found in %s (%s)%n".formatted(inputs, options.source().input(), format));
    for (Split split : Split.values()) {
      int count = files.getOrDefault(split.key(), List.of()).size();
      text.append("  %-12s%,10d images".formatted(split.key(), sums.images(split)));
      text.append(count == 0 ? "" : " in %d file%s".formatted(count, count == 1 ? "" : "s"));
      text.append(System.lineSeparator());
    }
    text.append("  %-12s%,10d".formatted("quarantined", sums.allRejected()));
    text.append(
        sums.rejected().isEmpty()
            ? ""
            : ": " + reasons(sums.rejected()) + "; see " + ImageTable.QUARANTINE + "/");
    text.append("%n  %-12s%,10d%n".formatted("skipped", index.skipped()));
    if (!repetitions.groups().isEmpty()) {
      text.append(
          "%,d images have the same bytes as another one: see duplicates/%n"
              .formatted(repetitions.images()));
    }
    text.append(
        "%.1f MB in %.1f s: the data set lies in %s"
            .formatted(bytes / 1e6, seconds, options.output()));
    return text.toString();
  }

  /**
   * A warning about classes that a network would never see; none if there are no such classes, or
   * nothing is to be trained on.
   */
  Optional<String> emptyClasses() {
    List<String> empty =
        sums.byClass(classes).getOrDefault(Split.TRAIN.key(), Map.of()).entrySet().stream()
            .filter(entry -> entry.getValue() == 0)
            .map(Map.Entry::getKey)
            .toList();
    return empty.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%,d of %,d classes ha%s no training image, such as %s"
                .formatted(
                    empty.size(), classes.size(), empty.size() == 1 ? "s" : "ve", empty.get(0)));
  }

  /** Such as {@code 3 truncated, 1 empty}. */
  static String reasons(Map<RejectionReason, Long> rejected) {
    return rejected.entrySet().stream()
        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey().key()))
        .collect(Collectors.joining(", "));
  }

  /** The warning about contents that two splits share. */
  static String text(Repetitions.Leak leak) {
    return "%,d image%s of the %s split %s in the %s split too, such as %s, which is %s; see duplicates/"
        .formatted(
            leak.contents(),
            leak.contents() == 1 ? "" : "s",
            leak.b().key(),
            leak.contents() == 1 ? "is" : "are",
            leak.a().key(),
            leak.idInB(),
            leak.idInA());
  }
}
