package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.RowFile;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.ingest.WriteRows.Written;
import org.polyak.pipeline.stage.WholeFile;

/**
 * A data set's Parquet files. Which file a row goes to and where it stands in it follow from
 * columns of the row (see {@link HashOrder}), so the files hold the same rows in the same order
 * whatever the number of tasks.
 */
final class ImageTable {

  /** Where a row goes (split, file within the split, position key), then the data set's columns. */
  static final StructType SCHEMA = schema();

  /** The folder of what was rejected. */
  static final String QUARANTINE = "quarantine";

  private final Configuration hadoop;
  private final Path folder;

  /**
   * @param folder the data set's
   */
  ImageTable(Configuration hadoop, Path folder) {
    this.hadoop = hadoop;
    this.folder = folder;
  }

  /** Where tasks write files before they have their names. */
  Path aside() {
    return new Path(folder, "_written");
  }

  /**
   * Gives files the names of the layout. The folder of the quarantine is there, with a file in it,
   * even if nothing is.
   *
   * @param written all files, in {@link #aside}, those of the quarantine in their order
   * @return the files of images by split key, in reading order
   */
  Map<String, List<DataFile>> take(List<Written> written) throws IOException {
    Map<String, List<DataFile>> result = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      List<Written> files =
          written.stream()
              .filter(file -> file.split().equals(split.key()))
              .sorted(Comparator.comparingInt(Written::number))
              .toList();
      if (!files.isEmpty()) {
        result.put(split.key(), move(files, split));
      }
    }
    List<Written> rejected =
        written.stream().filter(file -> file.split().equals(Quarantine.SPLIT)).toList();
    if (rejected.isEmpty()) {
      writeOneFile(QUARANTINE, DatasetSchema.QUARANTINE, List.<Row>of().iterator());
    } else {
      move(rejected, QUARANTINE);
    }
    folder.getFileSystem(hadoop).delete(aside(), true);
    return result;
  }

  /** Writes a table beside the images as one file in a folder of its own. */
  void writeOneFile(String name, StructType columns, Iterator<Row> rows) throws IOException {
    mkdirs(new Path(folder, name));
    Path path = new Path(new Path(folder, name), partName(0));
    try (RowFile file = new RowFile(hadoop, path, columns, true)) {
      while (rows.hasNext()) {
        file.add(rows.next(), 0);
      }
    }
  }

  /** Writes a table with columns that {@link RowFile} has no types for, in the same place. */
  void writeOneFile(String name, Dataset<Row> rows) throws IOException {
    Path written = new Path(folder, "_written-" + name);
    rows.coalesce(1).write().option("compression", "snappy").parquet(written.toString());
    FileSystem fs = folder.getFileSystem(hadoop);
    FileStatus[] parts = fs.listStatus(written, path -> path.getName().startsWith("part-"));
    if (parts.length != 1) {
      throw PolyakException.internal(
          null, "Spark wrote %d files to %s, expected one", parts.length, written);
    }
    mkdirs(new Path(folder, name));
    rename(parts[0].getPath(), new Path(new Path(folder, name), partName(0)));
    fs.delete(written, true);
  }

  private List<DataFile> move(List<Written> from, Split split) throws IOException {
    for (int i = 1; i < from.size(); i++) {
      if (from.get(i).number() == from.get(i - 1).number()) {
        throw PolyakException.internal(
            null, "Two tasks wrote file %d of %s", from.get(i).number(), split.key());
      }
    }
    return move(from, DatasetSchema.folder(split));
  }

  private List<DataFile> move(List<Written> from, String to) throws IOException {
    mkdirs(new Path(folder, to));
    List<DataFile> files = new ArrayList<>();
    for (Written file : from) {
      String path = to + "/" + partName(files.size());
      rename(new Path(file.path()), new Path(folder, path));
      files.add(new DataFile(path, file.rows()));
    }
    return files;
  }

  private void mkdirs(Path path) throws IOException {
    if (!path.getFileSystem(hadoop).mkdirs(path)) {
      throw PolyakException.storage(null, "Cannot create the folder %s", path);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    WholeFile.move(from.getFileSystem(hadoop), from, to);
  }

  private static String partName(int number) {
    return String.format(Locale.ROOT, "part-%05d.parquet", number);
  }

  private static StructType schema() {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("split", DataTypes.StringType, false),
              DataTypes.createStructField("file", DataTypes.IntegerType, false),
              DataTypes.createStructField("key", DataTypes.StringType, false),
            });
    for (StructField field : DatasetSchema.IMAGES.fields()) {
      schema = schema.add(field);
    }
    return schema;
  }
}
