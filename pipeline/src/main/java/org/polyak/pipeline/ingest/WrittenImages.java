package org.polyak.pipeline.ingest;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/** What lies in the files, read back. */
final class WrittenImages {

  private static final int TREE_DEPTH = 2;

  private WrittenImages() {}

  /** The rows of all splits, with the columns of the data set and {@code split}. */
  static Dataset<Row> read(SparkSession spark, Path folder) {
    return spark
        .read()
        .schema(DatasetSchema.IMAGES.add("split", "string", false))
        .parquet(new Path(folder, "images").toString());
  }

  /**
   * Compares what is in the files with what went into them.
   *
   * @throws PolyakException if a row is missing, is there twice or is another one
   */
  static void check(Dataset<Row> images, Map<String, List<DataFile>> files, IngestSums expected) {
    for (Split split : Split.values()) {
      long rows =
          files.getOrDefault(split.key(), List.of()).stream().mapToLong(DataFile::rows).sum();
      if (rows != expected.images(split)) {
        throw PolyakException.internal(
            null,
            "%,d images of the %s split were written, expected %,d",
            rows,
            split.key(),
            expected.images(split));
      }
    }
    String found =
        images
            .select("split", "id", "label", "sha256")
            .javaRDD()
            .treeAggregate(new Fingerprint(), WrittenImages::add, WrittenImages::merged, TREE_DEPTH)
            .text();
    if (!found.equals(expected.fingerprint())) {
      throw PolyakException.internal(
          null,
          "The written rows have the fingerprint %s, expected %s",
          found,
          expected.fingerprint());
    }
  }

  private static Fingerprint add(Fingerprint sum, Row row) {
    sum.add(Split.of(row.getString(0)), row.getString(1), row.getInt(2), row.getString(3));
    return sum;
  }

  private static Fingerprint merged(Fingerprint a, Fingerprint b) {
    a.add(b);
    return a;
  }
}
