package org.polyak.pipeline.source.webdataset;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;

/**
 * Shards.
 *
 * @param names of the classes 0, 1, 2 and so on; null if only their numbers are known
 */
record WebDatasetSource(
    List<FileStatus> files, List<Container> containers, List<String> names, List<String> warnings)
    implements Source {

  WebDatasetSource {
    files = List.copyOf(files);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  @Override
  public Classes classes(Collection<String> keys) {
    if (names != null) {
      return new Classes(
          IntStream.range(0, names.size()).mapToObj(Integer::toString).toList(), names);
    }
    List<String> numbers =
        keys.stream().map(Integer::valueOf).sorted().map(String::valueOf).toList();
    return new Classes(numbers, numbers);
  }

  @Override
  public boolean validationIsTheEnd() {
    return false;
  }
}
