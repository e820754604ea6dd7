package org.polyak.pipeline.ingest;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Container;

/**
 * What is in a collection, before its images are read: about 100 bytes of the driver's memory an
 * input.
 *
 * @param containers in the collection's order
 */
record Index(List<IndexedContainer> containers) {

  /** Indexes all containers, each in a task. */
  static Index of(
      JavaSparkContext context,
      List<Container> containers,
      Broadcast<SerializableConfiguration> hadoop,
      Skip skip) {
    List<IndexedContainer> found =
        context
            .parallelize(containers, Math.max(1, containers.size()))
            .map(container -> IndexedContainer.of(container, hadoop.value().value(), skip))
            .collect();
    return new Index(found);
  }

  /** Hands over every input that is not skipped, in the collection's order. */
  void forEach(BiConsumer<Place, ListedInput> consumer) {
    for (int c = 0; c < containers.size(); c++) {
      for (ListedInput input : containers.get(c).inputs()) {
        consumer.accept(new Place(c, input.position()), input);
      }
    }
  }

  /** Number of inputs that are not skipped. */
  long inputs() {
    return containers.stream().mapToLong(c -> c.inputs().size()).sum();
  }

  /** The same by split; splits without an input are absent. */
  Map<Split, Long> bySplit() {
    Map<Split, Long> counts = new EnumMap<>(Split.class);
    forEach((place, input) -> counts.merge(input.split(), 1L, Long::sum));
    return counts;
  }

  /** Number of inputs that are left out by the user's wish. */
  long skipped() {
    return containers.stream().mapToLong(IndexedContainer::skipped).sum();
  }

  /** The class keys that occur. */
  Set<String> classKeys() {
    Set<String> keys = new TreeSet<>();
    forEach((place, input) -> keys.add(Objects.requireNonNullElse(input.classKey(), "")));
    keys.remove("");
    return keys;
  }

  /** Ids that occur more than once, with the place where each comes first. */
  Map<ImageKey, Place> repeated() {
    // Equal halves first, in one sorted array: millions of keys in a hash map would cost gigabytes.
    long[] orders = new long[Math.toIntExact(inputs())];
    int[] filled = {0};
    forEach((place, input) -> orders[filled[0]++] = input.key().order());
    Arrays.sort(orders);
    Set<Long> candidates = new HashSet<>();
    for (int i = 1; i < orders.length; i++) {
      if (orders[i] == orders[i - 1]) {
        candidates.add(orders[i]);
      }
    }
    Map<ImageKey, Place> first = new HashMap<>();
    Set<ImageKey> again = new HashSet<>();
    forEach(
        (place, input) -> {
          if (candidates.contains(input.key().order())) {
            Place before = first.putIfAbsent(input.key(), place);
            if (before != null) {
              again.add(input.key());
              first.put(input.key(), before.compareTo(place) < 0 ? before : place);
            }
          }
        });
    first.keySet().retainAll(again);
    return first;
  }
}
