package org.polyak.pipeline.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.Split;

/**
 * Images of the data set that have the same bytes under different ids.
 *
 * @param rows columns of {@link DatasetSchema#DUPLICATES}: every image that is there more than once
 * @param images number of rows
 * @param groups number of different contents among them
 * @param acrossSplits by pair of splits, the contents that are in both
 */
record Repetitions(Dataset<Row> rows, long images, long groups, List<Leak> acrossSplits) {

  private static final long ROWS_OF_A_TASK = 250_000;

  /**
   * Contents that two splits share.
   *
   * @param a the split that comes first
   * @param contents how many there are
   * @param idInA an example
   * @param idInB the same content
   */
  record Leak(Split a, Split b, long contents, String idInA, String idInB) {}

  /**
   * Finds them.
   *
   * @param images with the columns of the data set and {@code split}
   * @param count number of rows
   */
  static Repetitions of(Dataset<Row> images, long count) {
    WindowSpec sameContent = Window.partitionBy("sha256");
    int parts = Math.toIntExact(1 + count / ROWS_OF_A_TASK);
    Dataset<Row> rows =
        images
            .select("sha256", "split", "id", "label_name")
            .repartition(parts, functions.col("sha256"))
            .withColumn("copies", functions.count(functions.lit(1)).over(sameContent))
            .filter("copies > 1");
    long repeated = rows.count();
    if (repeated == 0) {
      Dataset<Row> none =
          images.sparkSession().createDataFrame(List.of(), DatasetSchema.DUPLICATES);
      return new Repetitions(none, 0, 0, List.of());
    }
    rows.cache();
    long groups = rows.select("sha256").distinct().count();
    List<Leak> leaks = new ArrayList<>();
    Split[] splits = Split.values();
    for (int a = 0; a < splits.length; a++) {
      for (int b = a + 1; b < splits.length; b++) {
        addLeak(rows, splits[a], splits[b], leaks);
      }
    }
    return new Repetitions(rows, repeated, groups, leaks);
  }

  private static void addLeak(Dataset<Row> rows, Split a, Split b, List<Leak> leaks) {
    Dataset<Row> shared = firstIds(rows, a, "a").join(firstIds(rows, b, "b"), "sha256");
    Column first = functions.min(functions.struct("a", "b"));
    Row found = shared.agg(functions.count(functions.lit(1)), first).head();
    if (found.getLong(0) > 0) {
      Row ids = found.getStruct(1);
      leaks.add(new Leak(a, b, found.getLong(0), ids.getString(0), ids.getString(1)));
    }
  }

  private static Dataset<Row> firstIds(Dataset<Row> rows, Split split, String name) {
    return rows.filter(functions.col("split").equalTo(split.key()))
        .groupBy("sha256")
        .agg(functions.min("id").as(name));
  }
}
