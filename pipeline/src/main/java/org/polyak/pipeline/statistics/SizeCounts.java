package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.polyak.pipeline.dataset.Statistics.Histogram;

/** How often whole numbers occur, such as widths. */
final class SizeCounts implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int MAX_BINS = 32;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  /** Counts a value. */
  void add(int value) {
    counts.merge(value, 1L, Long::sum);
  }

  /** Adds what another task counted. */
  void add(SizeCounts other) {
    other.counts.forEach((value, count) -> counts.merge(value, count, Long::sum));
  }

  /**
   * At most 32 bins of equal width from the least to the greatest value.
   *
   * @param unit what a value of 1 stands for
   */
  Histogram histogram(double unit) {
    if (counts.isEmpty()) {
      return new Histogram(List.of(), List.of());
    }
    int first = counts.firstKey();
    long range = counts.lastKey() - (long) first + 1;
    int step = (int) ((range + MAX_BINS - 1) / MAX_BINS);
    int bins = (int) ((range + step - 1) / step);
    long[] sums = new long[bins];
    counts.forEach((value, count) -> sums[(value - first) / step] += count);
    List<Double> edges = new ArrayList<>();
    List<Long> heights = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      edges.add((first + bin * step) * unit);
      heights.add(sums[bin]);
    }
    edges.add((first + bins * step) * unit);
    return new Histogram(edges, heights);
  }
}
