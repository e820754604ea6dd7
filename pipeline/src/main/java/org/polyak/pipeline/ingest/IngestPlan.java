package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Classes;

/**
 * Which image goes where, decided before any is read.
 *
 * @param classes in label order
 * @param labels label by class key
 * @param validation which training images are set aside
 * @param firstOfRepeated where an id that occurs more than once comes first
 * @param files number of files by split
 */
record IngestPlan(
    Classes classes,
    Map<String, Integer> labels,
    ValidationRule validation,
    Map<ImageKey, Place> firstOfRepeated,
    Map<Split, Integer> files)
    implements Serializable {

  /** Large enough for object stores, small enough that tasks, one a file, balance. */
  private static final long FILE_BYTES = 64L << 20;

  /** Id, digest and names of a row. */
  private static final long ROW_BYTES = 128;

  /** Keeps collections that serialise. */
  IngestPlan {
    labels = new HashMap<>(labels);
    firstOfRepeated = new HashMap<>(firstOfRepeated);
    files = new EnumMap<>(files);
  }

  /**
   * Plans a data set.
   *
   * @param share how many training images are set aside
   * @param folds of cross-validation, instead of a share
   * @param atTheEnd whether a share are the last ones, or the same of every class
   * @param maxImageBytes what an image takes at most in the data set
   * @throws PolyakException if images cannot be set aside as asked for
   */
  static IngestPlan of(
      Index index,
      Classes classes,
      ValidationShare share,
      Folds folds,
      boolean atTheEnd,
      long maxImageBytes) {
    Map<String, Integer> labels = new HashMap<>();
    for (int label = 0; label < classes.keys().size(); label++) {
      labels.put(classes.keys().get(label), label);
    }
    Map<ImageKey, Place> repeated = index.repeated();
    List<Place> places = new ArrayList<>();
    Map<String, List<Long>> draws = new TreeMap<>();
    Map<Split, long[]> sums = new EnumMap<>(Split.class);
    index.forEach(
        (place, input) -> {
          if (labels.containsKey(input.classKey()) && isFirst(repeated, place, input.key())) {
            long[] sum = sums.computeIfAbsent(input.split(), s -> new long[2]);
            sum[0]++;
            sum[1] += Math.min(input.bytes(), maxImageBytes) + ROW_BYTES;
            if (input.split() == Split.TRAIN && atTheEnd && !folds.given()) {
              places.add(place);
            } else if (input.split() == Split.TRAIN) {
              draws
                  .computeIfAbsent(input.classKey(), k -> new ArrayList<>())
                  .add(input.key().draw());
            }
          }
        });
    long[] training = sums.getOrDefault(Split.TRAIN, new long[2]);
    boolean hasValidation = sums.containsKey(Split.VALIDATION);
    ValidationRule rule;
    long aside;
    if (folds.given()) {
      checkFolds(folds, sums);
      aside = folds.of(training[0]);
      rule = ValidationRule.fold(draws, folds);
    } else {
      aside = share.of(training[0], hasValidation);
      rule = atTheEnd ? ValidationRule.end(places, aside) : ValidationRule.stratified(draws, aside);
    }
    move(sums, aside);
    Map<Split, Integer> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.put(split, files(sums.getOrDefault(split, new long[2])[1]));
    }
    return new IngestPlan(
        classes, labels, aside == 0 ? new ValidationRule.None() : rule, repeated, files);
  }

  /** Whether an input is the first of its id. */
  boolean isFirst(Place place, ImageKey key) {
    return isFirst(firstOfRepeated, place, key);
  }

  /** The split of an image. */
  Split split(Split listed, Place place, ImageKey key, String classKey) {
    return listed == Split.TRAIN && validation.takes(place, key, classKey)
        ? Split.VALIDATION
        : listed;
  }

  private static boolean isFirst(Map<ImageKey, Place> repeated, Place place, ImageKey key) {
    Place first = repeated.get(key);
    return first == null || first.equals(place);
  }

  private static void checkFolds(Folds folds, Map<Split, long[]> sums) {
    if (sums.containsKey(Split.VALIDATION)) {
      throw PolyakException.usage(
          "--folds %d: a fold becomes the validation split, and the input has one of its own (%,d"
              + " images); leave that out with --skip, or take no folds",
          folds.count(), sums.get(Split.VALIDATION)[0]);
    }
    long training = sums.getOrDefault(Split.TRAIN, new long[2])[0];
    if (training < folds.count()) {
      throw PolyakException.usage(
          "--folds %d: there are only %,d training images", folds.count(), training);
    }
  }

  /** Moves images of average size from training to validation. */
  private static void move(Map<Split, long[]> sums, long images) {
    if (images > 0) {
      long[] training = sums.get(Split.TRAIN);
      long[] validation = sums.computeIfAbsent(Split.VALIDATION, s -> new long[2]);
      long bytes = Math.round((double) training[1] / training[0] * images);
      training[0] -= images;
      training[1] -= bytes;
      validation[0] += images;
      validation[1] += bytes;
    }
  }

  private static int files(long bytes) {
    return (int) Math.max(1, (bytes + FILE_BYTES - 1) / FILE_BYTES);
  }
}
