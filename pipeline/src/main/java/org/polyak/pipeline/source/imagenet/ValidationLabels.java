package org.polyak.pipeline.source.imagenet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.files.TextFile;

/**
 * What the validation images show.
 *
 * @param wnids by the number in an image's name, less one; empty text where it is not said
 */
record ValidationLabels(List<String> wnids) implements Serializable {

  static final String GROUND_TRUTH = "ILSVRC2012_validation_ground_truth.txt";
  static final String SOLUTION = "LOC_val_solution.csv";

  private static final Pattern NAME = Pattern.compile("ILSVRC2012_val_([0-9]{8})\\.[A-Za-z]+");
  private static final Pattern SOLUTION_LINE =
      Pattern.compile("ILSVRC2012_val_([0-9]{8}),\\s*(n[0-9]{8})(\\s.*)?");

  /** Twenty times the real collection's; a number beyond is damage. */
  private static final int MAX_IMAGES = 1_000_000;

  ValidationLabels {
    wnids = List.copyOf(wnids);
  }

  /** Of images that are all in folders of their classes. */
  static ValidationLabels none() {
    return new ValidationLabels(List.of());
  }

  /**
   * Reads {@code ILSVRC2012_validation_ground_truth.txt}: the ILSVRC2012 ids of the images in the
   * order of their numbers. They are not the labels.
   *
   * @throws PolyakException if a line is no ILSVRC2012 id
   */
  static ValidationLabels parse(TextFile groundTruth, IlsvrcIds ids) {
    List<String> wnids = new ArrayList<>();
    for (int i = 0; i < groundTruth.lines().size(); i++) {
      String line = groundTruth.lines().get(i);
      String wnid = line.matches("[0-9]{1,6}") ? ids.wnids().get(Integer.valueOf(line)) : null;
      if (wnid == null) {
        throw groundTruth.wrong(
            i,
            "an ILSVRC2012 id from 1 to %d as in %s, which is not the label 0 to %d of the sorted"
                    .formatted(ids.wnids().size(), IlsvrcIds.FILE, ids.wnids().size() - 1)
                + " wnids");
      }
      wnids.add(wnid);
    }
    return new ValidationLabels(wnids);
  }

  /**
   * Reads {@code LOC_val_solution.csv}: a heading, then lines of an image's name without extension,
   * its wnid and the boxes where it is.
   *
   * @throws PolyakException if a line is something else
   */
  static ValidationLabels parseSolution(TextFile solution) {
    List<String> wnids = new ArrayList<>();
    for (int i = 1; i < solution.lines().size(); i++) {
      Matcher line = SOLUTION_LINE.matcher(solution.lines().get(i));
      int number = line.matches() ? Integer.parseInt(line.group(1)) : 0;
      if (number < 1 || number > MAX_IMAGES) {
        throw solution.wrong(i, "ILSVRC2012_val_<number>,<wnid> and boxes");
      }
      if (wnids.size() < number) {
        wnids.addAll(Collections.nCopies(number - wnids.size(), ""));
      }
      wnids.set(number - 1, line.group(2));
    }
    return new ValidationLabels(wnids);
  }

  /** Whether a name is that of a validation image. */
  static boolean isImage(String name) {
    return NAME.matcher(name).matches();
  }

  /** The wnid of an image by its name without folders; null if it is not said. */
  String wnid(String name) {
    Matcher matcher = NAME.matcher(name);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    String wnid = number >= 1 && number <= wnids.size() ? wnids.get(number - 1) : "";
    return wnid.isEmpty() ? null : wnid;
  }
}
