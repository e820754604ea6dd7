package org.polyak.pipeline.source.folder;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.files.FileBundle;
import org.polyak.pipeline.source.files.FileBundle.ImageFile;

/** Image files in folders. */
record FolderSource(List<FileStatus> files, List<Container> containers, List<String> warnings)
    implements Source {

  FolderSource {
    files = List.copyOf(files);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  static FolderSource of(List<FileStatus> files, List<ImageFile> images, List<FileBundle> bundles) {
    Map<Split, Set<String>> classes = new EnumMap<>(Split.class);
    for (ImageFile file : images) {
      ListedImage image = file.image();
      if (image.classKey() != null) {
        classes.computeIfAbsent(image.split(), s -> new TreeSet<>()).add(image.classKey());
      }
    }
    Set<String> trained = classes.getOrDefault(Split.TRAIN, Set.of());
    List<String> warnings =
        classes.entrySet().stream()
            .filter(entry -> !trained.isEmpty() && !trained.containsAll(entry.getValue()))
            .map(entry -> untrained(entry.getKey(), entry.getValue(), trained))
            .toList();
    return new FolderSource(files, List.copyOf(bundles), warnings);
  }

  /** Called by their folders, in the order of their names. */
  @Override
  public Classes classes(Collection<String> keys) {
    return Classes.sorted(keys);
  }

  @Override
  public boolean validationIsTheEnd() {
    return false;
  }

  private static String untrained(Split split, Set<String> classes, Set<String> trained) {
    List<String> missing = classes.stream().filter(c -> !trained.contains(c)).toList();
    return "%d of the classes in the %s split are not in the train split, such as %s"
        .formatted(missing.size(), split.key(), missing.get(0));
  }
}
