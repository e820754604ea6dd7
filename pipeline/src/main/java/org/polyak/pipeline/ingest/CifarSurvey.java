package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/**
 * What a first pass finds in the whole collection.
 *
 * @param input as the user named it
 * @param files the known files that are there, by name
 */
record CifarSurvey(Path input, List<FileSurvey> files) {

  /** How many rejected records a message names. */
  static final int NAMED = 5;

  /** Sorts by name. */
  CifarSurvey {
    files = files.stream().sorted(Comparator.comparing(FileSurvey::name)).toList();
  }

  /**
   * Checks everything that can be checked before anything is written.
   *
   * @param maxRejected how many records may be left out
   * @throws PolyakException naming what is wrong
   */
  void check(int maxRejected) {
    if (batches().isEmpty()) {
      throw CifarInput.noBatch(input);
    }
    List<String> wrong =
        batches().stream()
            .filter(f -> f.length() == 0 || f.length() % CifarFormat.RECORD_BYTES != 0)
            .map(f -> "%s is %,d bytes long".formatted(f.name(), f.length()))
            .toList();
    if (!wrong.isEmpty()) {
      throw PolyakException.data(
          "--input %s: %s (expected a positive multiple of %d, the length of a record)",
          input, String.join(", ", wrong), CifarFormat.RECORD_BYTES);
    }
    if (trainingImages() == 0) {
      throw PolyakException.data(
          "--input %s: no training image in it (expected data_batch_1.bin to data_batch_5.bin)",
          input);
    }
    long count = rejectedCount();
    if (count > maxRejected) {
      List<String> named =
          rejected().stream()
              .limit(NAMED)
              .map(r -> "%s has label %d".formatted(r.id(), r.label()))
              .toList();
      throw PolyakException.data(
          "--input %s: %,d record%s with a label out of range (expected 0 to %d): %s%s; nothing was"
              + " written; --max-rejected %d leaves %s out",
          input,
          count,
          count == 1 ? "" : "s",
          CifarFormat.CLASSES - 1,
          String.join(", ", named),
          count > NAMED ? ", …" : "",
          count,
          count == 1 ? "it" : "them");
    }
    names();
  }

  /** What the user should know and the stage can live with. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List<String> training = CifarFormat.trainingBatches();
    int last = -1;
    for (int k = 0; k < training.size(); k++) {
      if (batch(training.get(k)).isPresent()) {
        last = k;
      }
    }
    for (String batch : training.subList(0, last + 1)) {
      if (batch(batch).isEmpty()) {
        warnings.add("%s is missing in %s".formatted(CifarFormat.fileName(batch), input));
      }
    }
    if (batch(CifarFormat.TEST_BATCH).isEmpty()) {
      warnings.add(
          "%s is missing in %s: the data set gets no test images"
              .formatted(CifarFormat.fileName(CifarFormat.TEST_BATCH), input));
    }
    if (names().isEmpty()) {
      warnings.add(
          "%s is missing in %s: classes are called 0 to %d"
              .formatted(CifarFormat.META, input, CifarFormat.CLASSES - 1));
    }
    return warnings;
  }

  /** Class names in label order. */
  List<String> labels() {
    return names()
        .orElseGet(
            () -> IntStream.range(0, CifarFormat.CLASSES).mapToObj(Integer::toString).toList());
  }

  /** The batches that are there, in record order. */
  List<FileSurvey> batches() {
    return CifarFormat.batches().stream().flatMap(b -> batch(b).stream()).toList();
  }

  /** The training batches that are there, in record order. */
  List<FileSurvey> trainingBatches() {
    return CifarFormat.trainingBatches().stream().flatMap(b -> batch(b).stream()).toList();
  }

  /** The test batch. */
  Optional<FileSurvey> testBatch() {
    return batch(CifarFormat.TEST_BATCH);
  }

  /** Training images without the rejected ones. */
  long trainingImages() {
    return trainingBatches().stream().mapToLong(f -> f.records() - f.rejectedCount()).sum();
  }

  /** All records, rejected ones included. */
  long records() {
    return batches().stream().mapToLong(FileSurvey::records).sum();
  }

  /** Number of rejected records. */
  long rejectedCount() {
    return batches().stream().mapToLong(FileSurvey::rejectedCount).sum();
  }

  /** The rejected records in record order; all of them once {@link #check} has passed. */
  List<FileSurvey.Rejected> rejected() {
    return batches().stream().flatMap(f -> f.rejected().stream()).toList();
  }

  /** What identifies the input, wherever it lies and however it is packed. */
  ObjectNode fingerprint() {
    ObjectNode json = Json.object();
    for (FileSurvey file : files) {
      ObjectNode entry = json.putObject(file.name());
      entry.put("length", file.length());
      entry.put("sha256", file.sha256());
    }
    return json;
  }

  private Optional<FileSurvey> batch(String batch) {
    return files.stream().filter(f -> f.name().equals(CifarFormat.fileName(batch))).findFirst();
  }

  /** The names in the meta file; nothing without such a file. */
  private Optional<List<String>> names() {
    Optional<FileSurvey> meta =
        files.stream().filter(f -> f.name().equals(CifarFormat.META)).findFirst();
    if (meta.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = meta.get().text().stripTrailing().lines().map(String::strip).toList();
    boolean distinct = new HashSet<>(names).size() == names.size();
    if (names.size() != CifarFormat.CLASSES || names.contains("") || !distinct) {
      throw PolyakException.data(
          "--input %s: %s holds %d lines %s (expected %d different class names, one a line)",
          input, CifarFormat.META, names.size(), names, CifarFormat.CLASSES);
    }
    return Optional.of(names);
  }
}
