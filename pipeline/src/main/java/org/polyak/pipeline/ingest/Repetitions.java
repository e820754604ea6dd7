package org.polyak.pipeline.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.ingest.WrittenImages.WrittenRow;

/**
 * Images of the data set that have the same bytes under different ids.
 *
 * @param groups those of one content together, in the order of their digests; within a group in the
 *     order of splits and ids
 */
record Repetitions(List<List<WrittenRow>> groups) {

  /**
   * Contents that two splits share.
   *
   * @param a the split that comes first
   * @param contents how many there are
   * @param idInA the first id that is
   * @param idInB the same content
   */
  record Leak(Split a, Split b, long contents, String idInA, String idInB) {

    private static Leak both(Leak x, Leak y) {
      Leak first = x.idInA().compareTo(y.idInA()) <= 0 ? x : y;
      return new Leak(x.a(), x.b(), x.contents() + y.contents(), first.idInA(), first.idInB());
    }
  }

  /**
   * Finds them. Takes 8 bytes of the driver's memory an image to see which may be repeated; only
   * those come to the driver.
   *
   * @param images all rows of the data set
   */
  static Repetitions of(JavaRDD<WrittenRow> images) {
    HashSet<Long> candidates = repeated(images.mapPartitions(Repetitions::beginnings).collect());
    return candidates.isEmpty()
        ? new Repetitions(List.of())
        : among(images.filter(row -> candidates.contains(beginning(row))).collect());
  }

  /** Those among some rows. */
  static Repetitions among(Collection<WrittenRow> rows) {
    Map<String, List<WrittenRow>> byContent = new TreeMap<>();
    rows.forEach(row -> byContent.computeIfAbsent(row.sha256(), k -> new ArrayList<>()).add(row));
    byContent.values().removeIf(group -> group.size() == 1);
    byContent
        .values()
        .forEach(
            group ->
                group.sort(Comparator.comparing(WrittenRow::split).thenComparing(WrittenRow::id)));
    return new Repetitions(List.copyOf(byContent.values()));
  }

  /** Number of images that are there more than once. */
  long images() {
    return groups.stream().mapToLong(List::size).sum();
  }

  /** Rows of {@link DatasetSchema#DUPLICATES}. */
  Iterator<Row> rows() {
    return groups.stream()
        .flatMap(group -> group.stream().map(row -> row(row, group.size())))
        .iterator();
  }

  /** By pair of splits, the contents that are in both. */
  List<Leak> acrossSplits() {
    Map<Split, Map<Split, Leak>> leaks = new EnumMap<>(Split.class);
    for (List<WrittenRow> group : groups) {
      Map<Split, String> firstIds = new EnumMap<>(Split.class);
      group.forEach(row -> firstIds.putIfAbsent(row.split(), row.id()));
      for (Map.Entry<Split, String> a : firstIds.entrySet()) {
        for (Map.Entry<Split, String> b : firstIds.entrySet()) {
          if (a.getKey().compareTo(b.getKey()) < 0) {
            leaks
                .computeIfAbsent(a.getKey(), k -> new EnumMap<>(Split.class))
                .merge(
                    b.getKey(),
                    new Leak(a.getKey(), b.getKey(), 1, a.getValue(), b.getValue()),
                    Leak::both);
          }
        }
      }
    }
    return leaks.values().stream().flatMap(ofSplit -> ofSplit.values().stream()).toList();
  }

  private static Row row(WrittenRow row, long copies) {
    return RowFactory.create(row.sha256(), row.split().key(), row.id(), row.labelName(), copies);
  }

  private static HashSet<Long> repeated(List<long[]> parts) {
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    HashSet<Long> repeated = new HashSet<>();
    for (int i = 1; i < all.length; i++) {
      if (all[i] == all[i - 1]) {
        repeated.add(all[i]);
      }
    }
    return repeated;
  }

  private static Iterator<long[]> beginnings(Iterator<WrittenRow> rows) {
    LongStream.Builder digests = LongStream.builder();
    rows.forEachRemaining(row -> digests.add(beginning(row)));
    return List.of(digests.build().toArray()).iterator();
  }

  private static long beginning(WrittenRow row) {
    return Long.parseUnsignedLong(row.sha256(), 0, 2 * Long.BYTES, 16);
  }
}
