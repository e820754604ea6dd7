package org.polyak.pipeline.source.parquet;

import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;

/**
 * Labelled images in Parquet files.
 *
 * @param order of the classes
 */
record ParquetSource(
    List<FileStatus> files, List<Container> containers, ClassOrder order, List<String> warnings)
    implements Source {

  /** Keeps lists that do not change. */
  ParquetSource {
    files = List.copyOf(files);
    containers = List.copyOf(containers);
    warnings = List.copyOf(warnings);
  }

  @Override
  public Classes classes(Collection<String> keys) {
    return order.of(keys);
  }

  @Override
  public boolean validationIsTheEnd() {
    return false;
  }
}
