package org.polyak.pipeline.source.imagenet;

import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
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
  public boolean validationIsTheEnd() {
    return false;
  }
}
