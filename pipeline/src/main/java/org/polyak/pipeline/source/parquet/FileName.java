package org.polyak.pipeline.source.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.folder.SplitFolder;

/**
 * What a file's path in the collection says.
 *
 * @param path such as {@code data/train-00000-of-00001.parquet}
 */
record FileName(String path) {

  private static final String ENDING = ".parquet";

  /** Whether it is a file of the collection; names that begin so are of those who write files. */
  boolean isData() {
    return path.endsWith(ENDING)
        && Arrays.stream(path.split("/"))
            .noneMatch(name -> name.startsWith(".") || name.startsWith("_"));
  }

  /** The path without extension. */
  String id() {
    return path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path;
  }

  /**
   * The split that a word of the file's name says, or else a word of its folders' names from the
   * innermost on; {@code otherwise} if none does, or words of a name contradict each other.
   */
  Split split(Split otherwise) {
    String[] names = id().split("/");
    for (int i = names.length - 1; i >= 0; i--) {
      List<Split> said =
          Arrays.stream(names[i].toLowerCase(Locale.ROOT).split("[^a-z]+"))
              .flatMap(word -> SplitFolder.of(word).stream())
              .distinct()
              .toList();
      if (!said.isEmpty()) {
        return said.size() == 1 ? said.get(0) : otherwise;
      }
    }
    return otherwise;
  }
}
