package org.polyak.pipeline.inspect;

import java.util.List;
import java.util.Map;
import org.polyak.pipeline.dataset.DatasetInfo;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;

/**
 * What there is to say of a data set.
 *
 * @param name of its folder
 * @param info what it holds
 * @param statistics of its training images
 * @param formats number of images of all splits by format
 * @param quarantine number of inputs that were not taken, by reason
 * @param duplicates images whose bytes others have too
 * @param imagesOnSheets most training images that a class shows on its sheet
 */
record Findings(
    String name,
    DatasetInfo info,
    Statistics statistics,
    Map<String, Long> formats,
    Map<String, Long> quarantine,
    Duplicates duplicates,
    int imagesOnSheets) {

  /**
   * Images that are there more than once.
   *
   * @param images how many, first ones included
   * @param contents how many different ones
   * @param acrossSplits how many contents lie in more than one split
   */
  record Duplicates(long images, long contents, long acrossSplits) {}

  /** Splits that hold an image. */
  List<Split> splits() {
    return List.of(Split.values()).stream().filter(split -> info.rows(split) > 0).toList();
  }

  /** Number of images of all splits. */
  long images() {
    return splits().stream().mapToLong(info::rows).sum();
  }

  /** Number of images of a class in a split. */
  long images(Split split, int label) {
    return statistics
        .counts()
        .getOrDefault(split.key(), Map.of())
        .getOrDefault(info.labels().get(label), 0L);
  }

  /** Number of images of a class in all splits. */
  long images(int label) {
    return splits().stream().mapToLong(split -> images(split, label)).sum();
  }

  /** Number of inputs that were not taken. */
  long quarantined() {
    return quarantine.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@code 32 x 32}, or that there are several. */
  String sizes() {
    return oneSize() ? "%d x %d".formatted(info.width(), info.height()) : "several";
  }

  /** What {@link #sizes} counts. */
  String sizesOf() {
    return oneSize() ? "pixels" : "sizes";
  }

  private boolean oneSize() {
    return info.width() > 0;
  }

  /** Where a class's sheet lies in the output; null if the class has no training image. */
  String sheet(int label) {
    return images(Split.TRAIN, label) == 0 ? null : ContactSheets.file(label);
  }
}
