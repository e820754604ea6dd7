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
   * @param draws those that are set aside, by class key
   */
  record Stratified(Map<String, Draws> draws) implements ValidationRule {

    @Override
    public boolean takes(Place place, ImageKey key, String classKey) {
      Draws taken = draws.get(classKey);
      return taken != null && taken.contain(key.draw());
    }
  }

  /**
   * A range of draws, which are unsigned numbers.
   *
   * @param after the greatest draw below the range; null if it begins with the least of all
   * @param last the greatest draw in it
   */
  record Draws(Long after, long last) implements Serializable {

    boolean contain(long draw) {
      return Long.compareUnsigned(draw, last) <= 0
          && (after == null || Long.compareUnsigned(draw, after) > 0);
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
    HashMap<String, Draws> taken = new HashMap<>();
    shares.forEach((key, share) -> take(taken, key, training.get(key), 0, share));
    return new Stratified(taken);
  }

  /**
   * Sets one of several folds aside. The images of all classes, class after class and by draw
   * within a class, are dealt out to the folds in turn, so that two folds differ by at most one
   * image in every class and in all; a fold then takes as many neighbours in the order of draws.
   *
   * @param training draws of the training images by class key
   */
  static ValidationRule fold(Map<String, List<Long>> training, Folds folds) {
    HashMap<String, Draws> taken = new HashMap<>();
    long first = 0;
    for (Map.Entry<String, List<Long>> entry : new TreeMap<>(training).entrySet()) {
      long next = first + entry.getValue().size();
      long from = 0;
      for (int fold = 1; fold < folds.fold(); fold++) {
        from += folds.dealt(first, next, fold);
      }
      take(taken, entry.getKey(), entry.getValue(), from, folds.dealt(first, next, folds.fold()));
      first = next;
    }
    return new Stratified(taken);
  }

  /** Takes {@code images} of a class's images in the order of draws. */
  private static void take(
      Map<String, Draws> taken, String key, List<Long> draws, long from, long images) {
    if (images > 0) {
      List<Long> order = new ArrayList<>(draws);
      order.sort(Long::compareUnsigned);
      Long after = from == 0 ? null : order.get(Math.toIntExact(from - 1));
      taken.put(key, new Draws(after, order.get(Math.toIntExact(from + images - 1))));
    }
  }
}
