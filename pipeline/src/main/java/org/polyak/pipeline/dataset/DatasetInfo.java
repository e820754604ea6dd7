package org.polyak.pipeline.dataset;

import java.util.List;
import java.util.Map;

/**
 * {@code dataset.json}: what a data set holds and where.
 *
 * @param schema version of the layout, {@link #SCHEMA}
 * @param fingerprint digest over split, id, label and sha256 of every row, whatever its file and
 *     place
 * @param width columns of every image, or 0 if they differ
 * @param height rows of every image, or 0 if they differ
 * @param labels class names in label order
 * @param splits files by split key, in reading order; splits without images are absent
 */
public record DatasetInfo(
    int schema,
    String fingerprint,
    int width,
    int height,
    List<String> labels,
    Map<String, List<DataFile>> splits) {

  /** The version of the layout that this code reads and writes. */
  public static final int SCHEMA = 2;

  /**
   * One Parquet file.
   *
   * @param path relative to the data set's folder
   * @param rows number of images
   */
  public record DataFile(String path, long rows) {}

  /** Number of images of a split; 0 if it is absent. */
  public long rows(Split split) {
    return files(split).stream().mapToLong(DataFile::rows).sum();
  }

  /** The files of a split in reading order. */
  public List<DataFile> files(Split split) {
    return splits.getOrDefault(split.key(), List.of());
  }
}
