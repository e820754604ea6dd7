package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.polyak.pipeline.dataset.Split;
import scala.Tuple2;
import scala.math.Ordering;
import scala.math.Ordering$;

/**
 * Brings rows of {@link ImageTable#SCHEMA} into the order of their files: a partition a file, with
 * its rows in their order. What was rejected is spread over all of them.
 *
 * <p>Spark's core does this, not its SQL: rows go to the shuffle as they are, and a small
 * collection does not wait for SQL's classes to be loaded and its code to be compiled.
 */
final class FileOrder {

  private final Map<Split, Integer> firsts = new EnumMap<>(Split.class);
  private final int files;

  /**
   * @param files number of files by split
   */
  FileOrder(Map<Split, Integer> files) {
    int first = 0;
    for (Map.Entry<Split, Integer> entry : new EnumMap<>(files).entrySet()) {
      firsts.put(entry.getKey(), first);
      first += entry.getValue();
    }
    this.files = first;
  }

  /** The rows in order. */
  JavaRDD<Row> sorted(JavaRDD<Row> rows) {
    JavaPairRDD<Tuple2<Integer, String>, Object[]> placed =
        rows.mapToPair(new Places(new EnumMap<>(firsts), files)::of);
    ShuffledRDD<Tuple2<Integer, String>, Object[], Object[]> shuffled =
        new ShuffledRDD<>(
            placed.rdd(),
            new ByNumber(files),
            placed.kClassTag(),
            placed.vClassTag(),
            placed.vClassTag());
    Ordering<Tuple2<Integer, String>> order =
        Ordering$.MODULE$.comparatorToOrdering(new ByPosition());
    shuffled.setKeyOrdering(order);
    // Its records can be moved as bytes, so that sorting by partition copies no image.
    shuffled.setSerializer(new KryoSerializer(rows.context().getConf()));
    return shuffled.toJavaRDD().map(record -> RowFactory.create(record._2()));
  }

  /** Where rows go: the number of the file among all, and the position in it. */
  private record Places(EnumMap<Split, Integer> firsts, int files) implements Serializable {

    Tuple2<Tuple2<Integer, String>, Object[]> of(Row row) {
      Object[] values = new Object[row.length()];
      for (int c = 0; c < values.length; c++) {
        values[c] = row.get(c);
      }
      return new Tuple2<>(position(row), values);
    }

    private Tuple2<Integer, String> position(Row row) {
      String split = row.getString(0);
      if (split.equals(Quarantine.SPLIT)) {
        String order = Quarantine.order(row);
        return new Tuple2<>(Math.floorMod(order.hashCode(), files), order);
      }
      return new Tuple2<>(firsts.get(Split.of(split)) + row.getInt(1), row.getString(2));
    }
  }

  private static final class ByNumber extends Partitioner {

    private static final long serialVersionUID = 1L;
    private final int files;

    ByNumber(int files) {
      this.files = files;
    }

    @Override
    public int numPartitions() {
      return files;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) ((Tuple2<?, ?>) key)._1();
    }
  }

  private static final class ByPosition
      implements Comparator<Tuple2<Integer, String>>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<Integer, String> a, Tuple2<Integer, String> b) {
      return a._2().compareTo(b._2());
    }
  }
}
