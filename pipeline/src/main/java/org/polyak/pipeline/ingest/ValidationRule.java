package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which training images become the validation split. */
sealed interface ValidationRule extends Serializable {

  /** Whether a training image is set aside. */
  boolean takes(Place place, ImageKey key, String classKey);

  /** None is. */
  record None() implements ValidationRule {

    @Override
    public boolean takes(Place place, ImageKey key, String classKey) {
      return false;
    }
  }

  /**
   * The last images of the collection's order.
   *
   * @param first the first of them
   */
  record End(Place first) implements ValidationRule {

    @Override
    public boolean takes(Place place, ImageKey key, String classKey) {
      return place.compareTo(first) >= 0;
    }
  }

  /**
   * Of every class a share that looks like chance.
   *
   * @param bounds the greatest draw that is set aside, as an unsigned number, by class key
   */
  record Stratified(Map<String, Long> bounds) implements ValidationRule {

    @Override
    public boolean takes(Place place, ImageKey key, String classKey) {
      Long bound = bounds.get(classKey);
      return bound != null && Long.compareUnsigned(key.draw(), bound) <= 0;
    }
  }

  /** Sets the last {@code images} of the training images aside. */
  static ValidationRule end(List<Place> training, long images) {
    if (images == 0) {
      return new None();
    }
    List<Place> order = new ArrayList<>(training);
    order.sort(Comparator.naturalOrder());
    return new End(order.get(Math.toIntExact(order.size() - images)));
  }

  /**
   * Sets {@code images} aside so that every class gives its share: rounded down, and one more for
   * those that lose most by it, the first in the order of class keys among equals.
   *
   * @param training draws of the training images by class key
   */
  static ValidationRule stratified(Map<String, List<Long>> training, long images) {
    long all = training.values().stream().mapToLong(List::size).sum();
    Map<String, Long> shares = new TreeMap<>();
    Map<String, Long> remainders = new TreeMap<>();
    long left = images;
    for (Map.Entry<String, List<Long>> entry : training.entrySet()) {
      long share = Math.multiplyExact(images, (long) entry.getValue().size());
      shares.put(entry.getKey(), share / all);
      remainders.put(entry.getKey(), share % all);
      left -= share / all;
    }
    remainders.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(left)
        .forEach(entry -> shares.merge(entry.getKey(), 1L, Long::sum));
    HashMap<String, Long> bounds = new HashMap<>();
    shares.forEach(
        (key, share) -> {
          if (share > 0) {
            List<Long> draws = new ArrayList<>(training.get(key));
            draws.sort(Long::compareUnsigned);
            bounds.put(key, draws.get(Math.toIntExact(share - 1)));
          }
        });
    return new Stratified(bounds);
  }
}
