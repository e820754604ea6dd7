package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
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

  /** More partitions than files, so that seldom two files are written by one task. */
  private static final int PARTITIONS_PER_FILE = 4;

  private final SparkSession spark;
  private final Configuration hadoop;
  private final Path folder;

  /**
   * @param folder the data set's
   */
  ImageTable(SparkSession spark, Path folder) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.folder = folder;
  }

  /**
   * Brings rows of {@link #SCHEMA} into the order of their files.
   *
   * @param files number of files of all splits
   */
  static JavaRDD<Row> sorted(SparkSession spark, JavaRDD<Row> rows, int files) {
    return spark
        .createDataFrame(rows, SCHEMA)
        .repartition(PARTITIONS_PER_FILE * files, functions.col("split"), functions.col("file"))
        .sortWithinPartitions("split", "file", "key")
        .javaRDD();
  }

  /** Where tasks write files before they have their names. */
  Path aside() {
    return new Path(folder, "_written");
  }

  /**
   * Gives files the names of the layout, and makes one of those of the quarantine, which is there
   * even if it is empty.
   *
   * @param written all files, in {@link #aside}
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
    String[] rejected =
        written.stream()
            .filter(file -> file.split().equals(Quarantine.SPLIT))
            .map(Written::path)
            .toArray(String[]::new);
    Dataset<Row> rows =
        rejected.length == 0
            ? spark.createDataFrame(List.of(), DatasetSchema.QUARANTINE)
            : spark.read().schema(DatasetSchema.QUARANTINE).parquet(rejected);
    writeOneFile(
        rows.coalesce(1).sortWithinPartitions("path", "sha256", "reason", "message"), QUARANTINE);
    folder.getFileSystem(hadoop).delete(aside(), true);
    return result;
  }

  /** Writes a table beside the images as one file in a folder of its own. */
  void writeOneFile(Dataset<Row> rows, String name) throws IOException {
    Path written = new Path(folder, "_written-" + name);
    parquet(rows.coalesce(1)).parquet(written.toString());
    Path target = new Path(folder, name);
    mkdirs(target);
    rename(onlyPart(written), new Path(target, partName(0)));
    folder.getFileSystem(hadoop).delete(written, true);
  }

  /** Everything that decides the file is set here, whatever the session's defaults are. */
  private static DataFrameWriter<Row> parquet(Dataset<Row> rows) {
    return rows.write().option("compression", "snappy").option("maxRecordsPerFile", 0);
  }

  private List<DataFile> move(List<Written> from, Split split) throws IOException {
    mkdirs(new Path(folder, DatasetSchema.folder(split)));
    List<DataFile> files = new ArrayList<>();
    for (Written file : from) {
      if (!files.isEmpty() && file.number() == from.get(files.size() - 1).number()) {
        throw PolyakException.internal(null, "Two tasks wrote file %d of %s", file.number(), split);
      }
      String path = DatasetSchema.folder(split) + "/" + partName(files.size());
      rename(new Path(file.path()), new Path(folder, path));
      files.add(new DataFile(path, file.rows()));
    }
    return files;
  }

  private Path onlyPart(Path from) throws IOException {
    FileStatus[] parts =
        from.getFileSystem(hadoop).listStatus(from, p -> p.getName().startsWith("part-"));
    if (parts.length != 1) {
      throw PolyakException.internal(
          null, "Spark wrote %d files to %s, expected one", parts.length, from);
    }
    return parts[0].getPath();
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
