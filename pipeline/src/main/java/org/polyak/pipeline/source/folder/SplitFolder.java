package org.polyak.pipeline.source.folder;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polyak.pipeline.dataset.Split;

/** What people call the folders of splits. */
public final class SplitFolder {

  private static final Map<String, Split> NAMES =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "val", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST,
          "testing", Split.TEST);

  private SplitFolder() {}

  /** The split that a folder's name stands for, whatever its case; empty if it is a class. */
  public static Optional<Split> of(String name) {
    return Optional.ofNullable(NAMES.get(name.toLowerCase(Locale.ROOT)));
  }
}
