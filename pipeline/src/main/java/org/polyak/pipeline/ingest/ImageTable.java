package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
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
import org.polyak.pipeline.stage.WholeFile;

/**
 * Writes rows as a data set's Parquet files. Which file a row goes to and where it stands in it
 * follow from columns of the row (see {@link HashOrder}), so the files hold the same rows in the
 * same order whatever the number of tasks.
 */
final class ImageTable {

  /** Where a row goes (split, file within the split, position key), then the data set's columns. */
  static final StructType SCHEMA = schema();

  /** The folder of what was rejected. */
  static final String QUARANTINE = "quarantine";

  /** Small enough that a replica's slice is read without much of its neighbours'. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  /** More partitions than files, so that seldom two files are written by one task. */
  private static final int PARTITIONS_PER_FILE = 4;

  private final Configuration hadoop;
  private final Path folder;

  /**
   * @param folder the data set's
   */
  ImageTable(Configuration hadoop, Path folder) {
    this.hadoop = hadoop;
    this.folder = folder;
  }

  /**
   * Writes the images, and what was rejected as one file, which is there even if it is empty.
   *
   * @param rows of {@link #SCHEMA}, those of {@link Quarantine} among them
   * @param files number of files of all splits
   * @return the files by split key, in reading order
   */
  Map<String, List<DataFile>> write(Dataset<Row> rows, int files) throws IOException {
    Path written = new Path(folder, "_written");
    parquet(
            rows.repartition(
                    PARTITIONS_PER_FILE * files, functions.col("split"), functions.col("file"))
                .sortWithinPartitions("split", "file", "key", "id")
                .drop("key"))
        .partitionBy("split", "file")
        .parquet(written.toString());
    Map<String, List<DataFile>> result = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      List<DataFile> moved = move(new Path(written, "split=" + split.key()), split);
      if (!moved.isEmpty()) {
        result.put(split.key(), moved);
      }
    }
    Path rejected = new Path(written, "split=" + Quarantine.SPLIT);
    writeOneFile(Quarantine.read(readRejected(rows.sparkSession(), rejected)), QUARANTINE);
    folder.getFileSystem(hadoop).delete(written, true);
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

  private Dataset<Row> readRejected(SparkSession spark, Path rejected) throws IOException {
    if (!folder.getFileSystem(hadoop).exists(rejected)) {
      return spark.createDataFrame(List.of(), SCHEMA);
    }
    return spark.read().schema(SCHEMA).parquet(onlyPart(new Path(rejected, "file=0")).toString());
  }

  /** Everything that decides the files is set here, whatever the session's defaults are. */
  private static DataFrameWriter<Row> parquet(Dataset<Row> rows) {
    return rows.write()
        .option("compression", "snappy")
        .option("maxRecordsPerFile", 0)
        .option("parquet.block.size", ROW_GROUP_BYTES)
        .option("parquet.enable.dictionary#image", false)
        .option("parquet.enable.dictionary#sha256", false)
        .option("parquet.enable.dictionary#id", false);
  }

  /** Gives Spark's files the names of the layout. */
  private List<DataFile> move(Path from, Split split) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    List<DataFile> files = new ArrayList<>();
    if (!fs.exists(from)) {
      return files;
    }
    mkdirs(new Path(folder, DatasetSchema.folder(split)));
    List<Integer> numbers =
        Arrays.stream(fs.listStatus(from))
            .map(status -> status.getPath().getName())
            .map(name -> Integer.parseInt(name.substring("file=".length())))
            .sorted()
            .toList();
    for (int number : numbers) {
      String path = DatasetSchema.folder(split) + "/" + partName(files.size());
      rename(onlyPart(new Path(from, "file=" + number)), new Path(folder, path));
      files.add(new DataFile(path, rows(new Path(folder, path))));
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

  private long rows(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getRecordCount();
    }
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
