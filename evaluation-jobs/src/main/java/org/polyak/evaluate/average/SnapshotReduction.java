package org.polyak.evaluate.average;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * The weighted mean of the parameters of snapshot files. Each task takes a range of the parameters
 * and reads that range of one file after the other, so that no snapshot is ever held whole, however
 * many there are, and each parameter is summed in the order of the files: the same bits everywhere.
 */
public final class SnapshotReduction {

  /** Parameters of one task: 4 MB of a file, 8 MB of sums. */
  private static final int RANGE = 1 << 20;

  private SnapshotReduction() {}

  private record Range(int from, int to) implements Serializable {}

  /**
   * The mean.
   *
   * @param sources at least one; weights are divided by their sum
   * @param parameters that every snapshot has
   * @param check refuses snapshots that do not belong to the mean
   */
  public static float[] mean(
      JavaSparkContext spark, List<SnapshotSource> sources, int parameters, Check check) {
    return mean(spark, sources, parameters, check, RANGE);
  }

  /** Looks at each snapshot before the mean is taken. */
  public interface Check extends Serializable {

    /**
     * Looks at one.
     *
     * @throws org.polyak.pipeline.error.PolyakException if it does not belong to the mean
     */
    void check(Snapshot snapshot, Path file);
  }

  static float[] mean(
      JavaSparkContext spark,
      List<SnapshotSource> sources,
      int parameters,
      Check check,
      int range) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<SnapshotSource> all = new ArrayList<>(sources);
    verify(spark, all, hadoop, check);
    List<Range> ranges = new ArrayList<>();
    for (int from = 0; from < parameters; from += range) {
      ranges.add(new Range(from, Math.min(parameters, from + range)));
    }
    float[] mean = new float[parameters];
    int at = 0;
    for (float[] part :
        spark
            .parallelize(ranges, ranges.size())
            .map(one -> mean(hadoop, all, one.from(), one.to()))
            .collect()) {
      System.arraycopy(part, 0, mean, at, part.length);
      at += part.length;
    }
    return mean;
  }

  /** Reads every file whole once, one at a time in each task, against its checksum. */
  private static void verify(
      JavaSparkContext spark,
      List<SnapshotSource> sources,
      SerializableConfiguration hadoop,
      Check check) {
    spark
        .parallelize(sources, sources.size())
        .foreach(
            source -> {
              SnapshotStore store = new SnapshotStore(hadoop.value(), new Path(source.folder()));
              check.check(store.read(source.epoch()), store.file(source.epoch()));
            });
  }

  private static float[] mean(
      SerializableConfiguration hadoop, List<SnapshotSource> sources, int from, int to)
      throws IOException {
    double[] sum = new double[to - from];
    double weights = 0;
    for (SnapshotSource source : sources) {
      float[] values =
          new SnapshotStore(hadoop.value(), new Path(source.folder()))
              .parameters(source.epoch(), from, to);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += source.weight() * values[i];
      }
      weights += source.weight();
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / weights);
    }
    return mean;
  }
}
