package org.polyak.pipeline.source.imagenet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;

/**
 * ImageNet, or the classes of it that are there.
 *
 * @param synsets all classes, or null if only those that are found are known
 */
record ImageNetSource(
    List<FileStatus> files, List<Container> containers, Synsets synsets, List<String> warnings)
    implements Source {

  /** Russakovsky et al. 2015, "ImageNet Large Scale Visual Recognition Challenge", table 2. */
  private static final Map<Split, Long> PUBLISHED =
      new EnumMap<>(
          Map.of(Split.TRAIN, 1_281_167L, Split.VALIDATION, 50_000L, Split.TEST, 100_000L));

  ImageNetSource {
    files = List.copyOf(files);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  @Override
  public Classes classes(Collection<String> keys) {
    return Classes.sorted(
        synsets == null ? keys.stream().filter(Wnid::isWnid).toList() : synsets.wnids());
  }

  @Override
  public List<String> warnings(Map<Split, Long> inputs) {
    List<String> differing = new ArrayList<>();
    PUBLISHED.forEach(
        (split, published) -> {
          Long found = inputs.get(split);
          if (found != null && !found.equals(published)) {
            differing.add(
                "the %s split has %,d images, ILSVRC2012 has %,d"
                    .formatted(split.key(), found, published));
          }
        });
    return differing;
  }

  @Override
  public boolean validationIsTheEnd() {
    return false;
  }
}
