package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.ingest.ImagePreparation.Prepared;
import org.polyak.pipeline.statistics.TrainingSums;

/** What reading counts: where every input went, and the pixels of the training split. */
final class IngestSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[][] images;
  private final EnumMap<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final Fingerprint fingerprint = new Fingerprint();
  private final TrainingSums training = new TrainingSums();
  private final CommonSize size = new CommonSize();

  /**
   * @param classes number of classes
   */
  IngestSums(int classes) {
    this.images = new long[Split.values().length][classes];
  }

  /** Counts an image of the data set; only training images enter the pixel sums. */
  void add(Split split, String id, int label, String sha256, Prepared image) {
    images[split.ordinal()][label]++;
    fingerprint.add(split, id, label, sha256);
    size.add(image.width(), image.height());
    if (split == Split.TRAIN) {
      training.add(image.width(), image.height(), image.grid());
    }
  }

  /** Counts an input that goes to the quarantine. */
  void reject(RejectionReason reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  /** Adds what another task counted. */
  void add(IngestSums other) {
    for (int split = 0; split < images.length; split++) {
      for (int label = 0; label < images[split].length; label++) {
        images[split][label] += other.images[split][label];
      }
    }
    other.rejected.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    fingerprint.add(other.fingerprint);
    training.add(other.training);
    size.add(other.size);
  }

  /** Number of images of a split. */
  long images(Split split) {
    return Arrays.stream(images[split.ordinal()]).sum();
  }

  /** Number of images of all splits. */
  long images() {
    return Arrays.stream(Split.values()).mapToLong(this::images).sum();
  }

  /** Number of inputs in the quarantine by reason, without those that did not occur. */
  Map<RejectionReason, Long> rejected() {
    return rejected;
  }

  /** Number of inputs in the quarantine. */
  long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The digest of the data set's rows. */
  String fingerprint() {
    return fingerprint.text();
  }

  /** The size that all images have in common. */
  CommonSize size() {
    return size;
  }

  /** The pixels of the training split. */
  TrainingSums training() {
    return training;
  }

  /**
   * Number of images by split key, then by class name; splits without images are absent.
   *
   * @param names of the classes in label order
   */
  Map<String, Map<String, Long>> byClass(List<String> names) {
    Map<String, Map<String, Long>> result = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      if (images(split) > 0) {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (int label = 0; label < names.size(); label++) {
          byName.put(names.get(label), images[split.ordinal()][label]);
        }
        result.put(split.key(), byName);
      }
    }
    return result;
  }
}
