package org.polyak.pipeline.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageOutput;

/** A complete data set on a Hadoop file system, opened for reading. */
public final class ImageDataset {

  /** The file that describes the content. */
  public static final String INFO = "dataset.json";

  /** The file of training statistics. */
  public static final String STATISTICS = "statistics.json";

  private final Path folder;
  private final DatasetInfo info;
  private final Statistics statistics;

  private ImageDataset(Path folder, DatasetInfo info, Statistics statistics) {
    this.folder = folder;
    this.info = info;
    this.statistics = statistics;
  }

  /**
   * Opens a data set.
   *
   * @throws PolyakException if it is missing, incomplete, of another schema version, or lacks a
   *     file or a field of its statistics
   */
  public static ImageDataset open(Configuration hadoop, Path folder) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    if (!fs.exists(folder)) {
      throw PolyakException.data("%s: no such data set", folder);
    }
    for (String file : List.of(StageOutput.MANIFEST, INFO, STATISTICS)) {
      if (!fs.exists(new Path(folder, file))) {
        throw PolyakException.data(
            "%s is not a complete data set: %s is missing; run polyak ingest again", folder, file);
      }
    }
    JsonNode json = Json.read(hadoop, new Path(folder, INFO));
    int schema = json.path("schema").asInt(-1);
    if (schema != DatasetInfo.SCHEMA) {
      throw PolyakException.data(
          "%s has schema version %s, this Polyak reads version %d; run polyak ingest again",
          folder, json.path("schema").asText("unknown"), DatasetInfo.SCHEMA);
    }
    DatasetInfo info = Json.value(new Path(folder, INFO).toString(), json, DatasetInfo.class);
    for (Split split : Split.values()) {
      for (DataFile file : info.files(split)) {
        if (!fs.exists(new Path(folder, file.path()))) {
          throw PolyakException.data(
              "%s is not a complete data set: %s is missing; run polyak ingest again",
              folder, file.path());
        }
      }
    }
    Statistics statistics = StatisticsFile.read(hadoop, new Path(folder, STATISTICS));
    return new ImageDataset(fs.makeQualified(folder), info, statistics);
  }

  /** Where it lies, with scheme. */
  public Path folder() {
    return folder;
  }

  /** What it holds. */
  public DatasetInfo info() {
    return info;
  }

  /** Statistics of the training split. */
  public Statistics statistics() {
    return statistics;
  }

  /**
   * Rows {@code from} to {@code to - 1} of a split's reading order, as a plan to send to a task.
   */
  public RowRange rows(Split split, long from, long to) {
    long total = info.rows(split);
    if (from < 0 || to < from || to > total) {
      throw new IllegalArgumentException(
          "Invalid rows: %d to %d (the %s split has %d)".formatted(from, to, split.key(), total));
    }
    List<RowRange.FileRows> parts = new ArrayList<>();
    long start = 0;
    for (DataFile file : info.files(split)) {
      long end = start + file.rows();
      if (end > from && start < to) {
        parts.add(
            new RowRange.FileRows(
                new Path(folder, file.path()).toString(),
                Math.max(from, start) - start,
                Math.min(to, end) - start));
      }
      start = end;
    }
    return new RowRange(from, parts);
  }
}
