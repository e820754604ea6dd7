package org.polyak.pipeline.source.webdataset;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.polyak.pipeline.dataset.Split;

/**
 * What a shard's path in the collection says.
 *
 * @param path such as {@code imagenet-train-000000.tar}
 */
record ShardName(String path) {

  private static final List<String> ENDINGS = List.of(".tar", ".tar.gz", ".tgz");

  private static final Map<String, Split> WORDS =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "val", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST);

  boolean isShard() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** The path without extension. */
  String id() {
    String ending = ENDINGS.stream().filter(path::endsWith).findFirst().orElse("");
    return path.substring(0, path.length() - ending.length());
  }

  /**
   * The split that a word of the shard's name says, or else a word of its folders' names from the
   * innermost on; {@code otherwise} if none does, or words of a name contradict each other.
   */
  Split split(Split otherwise) {
    String[] names = id().split("/");
    for (int i = names.length - 1; i >= 0; i--) {
      Set<Split> said = EnumSet.noneOf(Split.class);
      for (String word : names[i].toLowerCase(Locale.ROOT).split("[^a-z]+")) {
        if (WORDS.containsKey(word)) {
          said.add(WORDS.get(word));
        }
      }
      if (!said.isEmpty()) {
        return said.size() == 1 ? said.iterator().next() : otherwise;
      }
    }
    return otherwise;
  }

  /** Whether a folder's name is a split's. */
  static boolean isSplit(String folder) {
    return WORDS.containsKey(folder.toLowerCase(Locale.ROOT));
  }
}
