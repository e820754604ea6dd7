package org.polyak.pipeline.source.idx;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;

/** A collection in MNIST's files. */
record IdxSource(List<FileStatus> files, List<Container> containers, List<String> warnings)
    implements Source {

  /** Keeps lists that do not change. */
  IdxSource {
    files = List.copyOf(files);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  /** The numbers that occur, in their order; the files name no class. */
  @Override
  public Classes classes(Collection<String> keys) {
    List<String> order = keys.stream().sorted(Comparator.comparing(Integer::valueOf)).toList();
    return new Classes(order, order);
  }

  /** MNIST's validation split is customarily the last training images. */
  @Override
  public boolean validationIsTheEnd() {
    return true;
  }
}
