package org.polyak.pipeline.source.imagenet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.files.TextFile;

/**
 * The files that say labels.
 *
 * @param folders where they were looked for
 * @param found by name
 */
record Metadata(List<Path> folders, Map<String, FileStatus> found) {

  /** Where ImageNet's development kit has them. */
  private static final String KIT = "ILSVRC2012_devkit_t12/data";

  private static final List<String> NAMES =
      List.of(
          IlsvrcIds.FILE, Synsets.FILE, ValidationLabels.GROUND_TRUTH, ValidationLabels.SOLUTION);

  /** Looks in a folder and in the development kit unpacked there. */
  static Metadata find(Configuration hadoop, Path folder) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    List<Path> folders = List.of(new Path(folder, KIT), folder);
    Map<String, FileStatus> found = new TreeMap<>();
    for (Path place : folders) {
      for (String name : NAMES) {
        Path file = new Path(place, name);
        if (fs.exists(file)) {
          found.put(name, fs.getFileStatus(file));
        }
      }
    }
    return new Metadata(folders, found);
  }

  /** The files. */
  List<FileStatus> files() {
    return new ArrayList<>(found.values());
  }

  /**
   * All classes, or null if no file says them.
   *
   * @throws PolyakException if files are wrong or contradict each other
   */
  Synsets synsets(Configuration hadoop) throws IOException {
    Synsets sorted = has(Synsets.FILE) ? Synsets.parse(read(hadoop, Synsets.FILE)) : null;
    Synsets numbered = has(IlsvrcIds.FILE) ? Synsets.of(ids(hadoop)) : null;
    if (sorted != null && numbered != null && !sorted.equals(numbered)) {
      throw PolyakException.data(
          "%s and %s: their wnids differ (expected the same %d in both)",
          path(Synsets.FILE), path(IlsvrcIds.FILE), sorted.wnids().size());
    }
    return sorted == null ? numbered : sorted;
  }

  /**
   * The labels of validation images that are not in folders of their classes.
   *
   * @throws PolyakException if files are missing, wrong or contradict each other
   */
  ValidationLabels validation(Configuration hadoop) throws IOException {
    if (has(ValidationLabels.GROUND_TRUTH) && has(IlsvrcIds.FILE)) {
      return ValidationLabels.parse(read(hadoop, ValidationLabels.GROUND_TRUTH), ids(hadoop));
    }
    if (has(ValidationLabels.SOLUTION)) {
      return ValidationLabels.parseSolution(read(hadoop, ValidationLabels.SOLUTION));
    }
    if (has(ValidationLabels.GROUND_TRUTH)) {
      throw PolyakException.data(
          "%s: its numbers are ILSVRC2012 ids (1 to 1000), and %s, which says their wnids, is not"
              + " in %s; %s cannot replace it: it is in the order of the labels (0 to 999)",
          path(ValidationLabels.GROUND_TRUTH), IlsvrcIds.FILE, folders.get(1), Synsets.FILE);
    }
    throw PolyakException.data(
        "%s: expected %s and %s (or %s) there, which say the labels of the validation images; give"
            + " the folder that has them as metadata",
        folders.get(1), ValidationLabels.GROUND_TRUTH, IlsvrcIds.FILE, ValidationLabels.SOLUTION);
  }

  private IlsvrcIds ids(Configuration hadoop) throws IOException {
    return IlsvrcIds.parse(read(hadoop, IlsvrcIds.FILE));
  }

  private boolean has(String name) {
    return found.containsKey(name);
  }

  private Path path(String name) {
    return found.get(name).getPath();
  }

  private TextFile read(Configuration hadoop, String name) throws IOException {
    return TextFile.read(hadoop, path(name));
  }
}
