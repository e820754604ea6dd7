package org.polyak.evaluate.judge;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.CurveBuilder;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/**
 * ROC and precision-recall curves of every class. Spark sorts all scores of a class together, on
 * disk if need be, and they are read once in falling order: exact, whatever the partitions. A score
 * is rounded to a float, packed into a number with its contender, its class and whether the image
 * is of the class, so that sorting is that of whole numbers.
 */
public final class ClassCurves {

  /** Scores beyond which only the contenders that are shown get curves. */
  public static final long ALL = 200_000_000L;

  private static final int CONTENDERS = 1 << 10;
  private static final int CLASSES = 1 << 20;
  private static final int SCORE_BITS = 33;

  /** At most so many points of a curve, roughly. */
  private static final double RESOLUTION = 1.0 / 150;

  private ClassCurves() {}

  /**
   * Curves by contender, then by class.
   *
   * @param metrics of each contender
   * @param shown index of the contender whose curves keep points
   */
  public static List<List<CurvePoints>> of(
      SparkSession spark,
      JavaRDD<Prediction> predictions,
      List<Contender> contenders,
      Halves halves,
      ClassificationMetrics metrics,
      int shown) {
    int classes = metrics.classes();
    if (contenders.size() > CONTENDERS || classes > CLASSES) {
      throw new IllegalArgumentException(contenders.size() + " contenders, " + classes);
    }
    long[] support = new long[classes];
    for (int c = 0; c < classes; c++) {
      support[c] = metrics.confusion().support(c);
    }
    Dataset<Long> scores =
        spark.createDataset(
            predictions.mapPartitions(new Packing(List.copyOf(contenders), halves)).rdd(),
            Encoders.LONG());
    int partitions = Math.max(2, 2 * spark.sparkContext().defaultParallelism());
    List<Found> found =
        scores
            .repartition(partitions, functions.shiftright(functions.col("value"), SCORE_BITS))
            .sortWithinPartitions("value")
            .toJavaRDD()
            .mapPartitions(new Reading(support, metrics.examples(), shown))
            .collect();
    List<List<CurvePoints>> curves = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      List<CurvePoints> own = new ArrayList<>();
      for (int c = 0; c < classes; c++) {
        own.add(null);
      }
      curves.add(own);
    }
    found.forEach(one -> curves.get(one.contender()).set(one.curve().label(), one.curve()));
    return curves;
  }

  private record Found(int contender, CurvePoints curve) implements java.io.Serializable {}

  /** Contender, class, falling score, whether of the class: 10, 20, 32 and 1 bits. */
  private static long pack(int contender, int label, float score, boolean positive) {
    // Bits of floats that are not negative rise as they do.
    long falling = 0xFFFFFFFFL - Float.floatToIntBits(score);
    return (long) contender << 53 | (long) label << SCORE_BITS | falling << 1 | (positive ? 1 : 0);
  }

  private record Packing(List<Contender> contenders, Halves halves)
      implements FlatMapFunction<Iterator<Prediction>, Long> {

    @Override
    public Iterator<Long> call(Iterator<Prediction> predictions) {
      return new Packed(predictions, this);
    }
  }

  private static final class Packed implements Iterator<Long> {
    private final Iterator<Prediction> predictions;
    private final Packing packing;
    private final ImageKeys keys = new ImageKeys();
    private long[] ready = new long[0];
    private int next;

    Packed(Iterator<Prediction> predictions, Packing packing) {
      this.predictions = predictions;
      this.packing = packing;
    }

    @Override
    public boolean hasNext() {
      return next < ready.length || predictions.hasNext();
    }

    @Override
    public Long next() {
      if (next == ready.length) {
        ready = pack(predictions.next());
        next = 0;
      }
      return ready[next++];
    }

    private long[] pack(Prediction prediction) {
      int half = packing.halves().of(keys, prediction.id());
      int classes = prediction.probabilities()[0].length;
      int count = packing.contenders().size();
      long[] packed = new long[count * classes];
      for (int i = 0; i < count; i++) {
        double[] p = packing.contenders().get(i).probabilities(prediction, half);
        for (int c = 0; c < classes; c++) {
          packed[i * classes + c] = ClassCurves.pack(i, c, (float) p[c], c == prediction.label());
        }
      }
      return packed;
    }
  }

  private record Reading(long[] support, long examples, int shown)
      implements FlatMapFunction<Iterator<Long>, Found> {

    @Override
    public Iterator<Found> call(Iterator<Long> scores) {
      List<Found> found = new ArrayList<>();
      CurveBuilder builder = null;
      long current = -1;
      while (scores.hasNext()) {
        long packed = scores.next();
        long curve = packed >>> SCORE_BITS;
        if (curve != current) {
          finish(found, current, builder);
          int label = (int) (curve & (CLASSES - 1));
          int contender = (int) (curve >>> 20);
          builder =
              new CurveBuilder(
                  label,
                  support[label],
                  examples - support[label],
                  contender == shown ? RESOLUTION : 2);
          current = curve;
        }
        float score = Float.intBitsToFloat((int) (0xFFFFFFFFL - (packed >>> 1 & 0xFFFFFFFFL)));
        builder.add(score, (packed & 1) == 1);
      }
      finish(found, current, builder);
      return found.iterator();
    }

    private static void finish(List<Found> found, long curve, CurveBuilder builder) {
      if (builder != null) {
        found.add(new Found((int) (curve >>> 20), builder.build()));
      }
    }
  }
}
