package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.polyak.pipeline.dataset.Split;

/**
 * Which image goes where, decided before any is read a second time.
 *
 * @param labels class names in label order
 * @param order batches in record order
 * @param validationBatch batch of the first validation image; the last one's successor if none
 * @param validationIndex its position in that batch
 * @param rows images by split
 */
record IngestPlan(
    List<String> labels,
    List<String> order,
    int validationBatch,
    long validationIndex,
    Map<Split, Long> rows)
    implements Serializable {

  /** Files of this size suit HDFS blocks and object stores alike. */
  private static final long FILE_BYTES = 128L << 20;

  /** Raster, id, digest and names. */
  private static final long ROW_BYTES = CifarFormat.RECORD_BYTES + 128L;

  /** Keeps collections that serialise. */
  IngestPlan {
    labels = List.copyOf(labels);
    order = List.copyOf(order);
    rows = new EnumMap<>(rows);
  }

  /**
   * Sets the last images of the training batches, in record order, aside.
   *
   * @param validation how many, less than there are
   */
  static IngestPlan of(CifarSurvey survey, long validation) {
    Map<Split, Long> rows = new EnumMap<>(Split.class);
    rows.put(Split.TRAIN, survey.trainingImages() - validation);
    rows.put(Split.VALIDATION, validation);
    rows.put(Split.TEST, survey.testBatch().map(f -> f.records() - f.rejectedCount()).orElse(0L));
    List<String> labels = survey.labels();
    List<String> order = CifarFormat.batches();
    List<FileSurvey> batches = new ArrayList<>(survey.trainingBatches());
    long left = validation;
    while (left > 0) {
      FileSurvey last = batches.remove(batches.size() - 1);
      long accepted = last.records() - last.rejectedCount();
      int batch = order.indexOf(CifarFormat.batchOf(last.name()));
      if (accepted >= left) {
        return new IngestPlan(labels, order, batch, indexFromEnd(last, left), rows);
      }
      left -= accepted;
    }
    return new IngestPlan(labels, order, order.indexOf(CifarFormat.TEST_BATCH), 0, rows);
  }

  /** The split of a record. */
  Split split(String batch, long index) {
    if (batch.equals(CifarFormat.TEST_BATCH)) {
      return Split.TEST;
    }
    int position = order.indexOf(batch);
    boolean before =
        position < validationBatch || (position == validationBatch && index < validationIndex);
    return before ? Split.TRAIN : Split.VALIDATION;
  }

  /** Number of files of a split: a function of its size alone. */
  int files(Split split) {
    return (int) Math.max(1, (rows.get(split) * ROW_BYTES + FILE_BYTES - 1) / FILE_BYTES);
  }

  /** Number of files of all splits. */
  int files() {
    return rows.keySet().stream().mapToInt(this::files).sum();
  }

  /** Position of the record from which on a batch holds {@code images} accepted ones. */
  private static long indexFromEnd(FileSurvey batch, long images) {
    Set<Long> rejected =
        batch.rejected().stream().map(FileSurvey.Rejected::index).collect(Collectors.toSet());
    long index = batch.records();
    for (long found = 0; found < images; ) {
      index--;
      if (!rejected.contains(index)) {
        found++;
      }
    }
    return index;
  }
}
