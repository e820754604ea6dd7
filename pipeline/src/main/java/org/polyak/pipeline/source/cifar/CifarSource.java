package org.polyak.pipeline.source.cifar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.cifar.CifarLayout.Batch;

/**
 * One of the two collections.
 *
 * @param names class names in label order
 */
record CifarSource(
    List<FileStatus> files,
    List<Container> containers,
    CifarLayout layout,
    List<String> names,
    List<String> warnings)
    implements Source {

  /**
   * Checks what was found.
   *
   * @param lengths of the batch files by name
   * @param namesText content of the file of class names; null if there is none
   * @throws PolyakException naming what is wrong
   */
  static CifarSource of(
      Path input,
      CifarLayout layout,
      List<FileStatus> files,
      List<Container> containers,
      Map<String, Long> lengths,
      String namesText) {
    List<String> wrong =
        lengths.entrySet().stream()
            .filter(e -> e.getValue() == 0 || e.getValue() % layout.recordBytes() != 0)
            .map(e -> "%s is %,d bytes long".formatted(e.getKey(), e.getValue()))
            .toList();
    if (!wrong.isEmpty()) {
      throw PolyakException.data(
          "--input %s: %s (expected a positive multiple of %d, the length of a record)",
          input, String.join(", ", wrong), layout.recordBytes());
    }
    if (layout.batches().stream()
        .noneMatch(b -> b.split() == Split.TRAIN && lengths.containsKey(b.fileName()))) {
      throw PolyakException.data(
          "--input %s: no file of training images in it (expected %s)",
          input, layout.expectedFiles());
    }
    List<String> warnings = new ArrayList<>();
    List<String> names = names(input, layout, namesText, warnings);
    for (Batch batch : layout.batches()) {
      if (!lengths.containsKey(batch.fileName())) {
        warnings.add(
            "%s is missing in %s%s"
                .formatted(
                    batch.fileName(),
                    input,
                    batch.split() == Split.TEST ? ": the data set gets no test images" : ""));
      }
    }
    return new CifarSource(
        files, containers, layout, names, withoutTail(layout, lengths, warnings));
  }

  @Override
  public Classes classes(Collection<String> keys) {
    List<String> labels = IntStream.range(0, layout.classes()).mapToObj(Integer::toString).toList();
    return new Classes(labels, names);
  }

  @Override
  public boolean validationIsTheEnd() {
    return true;
  }

  /** Fewer training batches at the end are a smaller collection; a gap in them is worth a word. */
  private static List<String> withoutTail(
      CifarLayout layout, Map<String, Long> lengths, List<String> warnings) {
    List<String> kept = new ArrayList<>(warnings);
    for (int b = layout.batches().size() - 1; b >= 0; b--) {
      Batch batch = layout.batches().get(b);
      if (batch.split() == Split.TRAIN) {
        if (lengths.containsKey(batch.fileName())) {
          return kept;
        }
        kept.removeIf(warning -> warning.startsWith(batch.fileName() + " "));
      }
    }
    return kept;
  }

  private static List<String> names(
      Path input, CifarLayout layout, String text, List<String> warnings) {
    if (text == null) {
      warnings.add(
          "%s is missing in %s: classes are called 0 to %d"
              .formatted(layout.namesFile(), input, layout.classes() - 1));
      return IntStream.range(0, layout.classes()).mapToObj(Integer::toString).toList();
    }
    List<String> names = text.stripTrailing().lines().map(String::strip).toList();
    boolean distinct = new HashSet<>(names).size() == names.size();
    if (names.size() != layout.classes() || names.contains("") || !distinct) {
      throw PolyakException.data(
          "--input %s: %s holds %d lines %s (expected %d different class names, one a line)",
          input, layout.namesFile(), names.size(), names, layout.classes());
    }
    return names;
  }
}
