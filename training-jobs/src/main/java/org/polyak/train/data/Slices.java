package org.polyak.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.RowRange;
import org.polyak.pipeline.dataset.Split;

/**
 * A split as one cached Spark partition a slice. Rows lie in the data set in pseudo-random order,
 * so a contiguous slice is a random sample. Spark keeps each slice where it was first read, sends a
 * replica's rounds there, and reads it again if that executor is lost.
 */
public final class Slices {

  private Slices() {}

  /**
   * Divides a split into {@code count} contiguous slices whose sizes differ by one at most, and
   * keeps them in the executors.
   */
  public static JavaRDD<Slice> of(
      JavaSparkContext spark, ImageDataset dataset, Split split, int count) {
    return of(spark, dataset, split, 0, dataset.info().rows(split), count)
        .persist(StorageLevel.MEMORY_ONLY());
  }

  /** Divides {@code rows} rows of a split, from {@code first} on, in the same way, uncached. */
  public static JavaRDD<Slice> of(
      JavaSparkContext spark, ImageDataset dataset, Split split, long first, long rows, int count) {
    List<RowRange> ranges =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    dataset.rows(
                        split, first + bound(rows, count, i), first + bound(rows, count, i + 1)))
            .toList();
    // Once for an executor: reading the settings of Hadoop takes as long as hundreds of images.
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    return spark
        .parallelize(ranges, count)
        .mapPartitionsWithIndex((number, part) -> slice(number, part, hadoop), true);
  }

  /** Rows of slice {@code i} of {@code count}. */
  public static long size(long rows, int count, int i) {
    return bound(rows, count, i + 1) - bound(rows, count, i);
  }

  /** The first row of slice {@code i} of {@code count}. */
  static long bound(long rows, int count, int i) {
    return i * (rows / count) + Math.min(i, rows % count);
  }

  private static Iterator<Slice> slice(
      int number, Iterator<RowRange> range, Broadcast<SerializableConfiguration> hadoop)
      throws IOException {
    long began = System.nanoTime();
    List<ImageRecord> images = new ArrayList<>();
    range.next().read(hadoop.value().value(), images::add);
    return List.of(new Slice(number, images, (System.nanoTime() - began) / 1e9)).iterator();
  }
}
