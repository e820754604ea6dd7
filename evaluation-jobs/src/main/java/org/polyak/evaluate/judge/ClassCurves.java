package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.CurveBuilder;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.metric.CurveStretch;
import org.polyak.evaluate.metric.ScoredClass;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/**
 * ROC and precision-recall curves of every class. Spark sorts all scores, by contender, class and
 * falling score, into stretches of about as many for each task, however many there are; a first
 * pass counts, so that a second knows what came before each stretch. Exact, whatever the
 * partitions. A score is rounded to a float, packed into a number with its contender, its class and
 * whether the image is of the class, so that sorting is that of whole numbers.
 *
 * <p>Few long stretches would not do: a task sorts in the memory that it gets and puts the rest on
 * disk in runs, and Spark reads each run back through buffers of megabytes.
 */
public final class ClassCurves {

  /** Scores beyond which only the contenders that are shown get curves. */
  public static final long ALL = 200_000_000L;

  private static final int CONTENDERS = 1 << 10;
  private static final int CLASS_BITS = 20;
  private static final int CLASSES = 1 << CLASS_BITS;
  private static final int SCORE_BITS = 33;

  /** Scores that a task sorts, roughly: some 50 bytes each. */
  private static final int STRETCH = 200_000;

  /** Of positives or negatives between two points of a curve. */
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
    long count = metrics.examples() * classes * contenders.size();
    int least = 2 * spark.sparkContext().defaultParallelism();
    int stretches = (int) Math.max(least, (count + STRETCH - 1) / STRETCH);
    // Without the last bit: images of the class and others of the same score are one threshold.
    JavaRDD<Long> sorted =
        scores
            .repartitionByRange(stretches, functions.shiftright(functions.col("value"), 1))
            .sortWithinPartitions("value")
            .toJavaRDD();
    List<Counted> counted = sorted.mapPartitionsWithIndex(new Counting(), true).collect();
    Reading reading = new Reading(support, metrics.examples(), shown, before(counted));
    Map<Long, List<CurveStretch>> found = new HashMap<>();
    for (Found one : sorted.mapPartitionsWithIndex(reading, true).collect()) {
      found.computeIfAbsent(one.curve(), curve -> new ArrayList<>()).add(one.stretch());
    }
    List<List<CurvePoints>> curves = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      List<CurvePoints> own = new ArrayList<>();
      for (int c = 0; c < classes; c++) {
        long curve = (long) i << CLASS_BITS | c;
        List<CurveStretch> all = found.get(curve);
        own.add(all == null ? null : CurveStretch.join(reading.scored(curve), all));
      }
      curves.add(own);
    }
    return curves;
  }

  /** What came of a stretch's first curve before it, by number of the stretch. */
  private static Map<Integer, Counted> before(List<Counted> counted) {
    Map<Integer, Counted> before = new HashMap<>();
    Counted sum = new Counted(-1, -1, 0, 0);
    for (Counted one : counted) {
      if (one.curve() == sum.curve()) {
        before.put(one.stretch(), sum);
        sum =
            new Counted(
                one.stretch(),
                one.curve(),
                sum.positives() + one.positives(),
                sum.negatives() + one.negatives());
      } else {
        sum = one;
      }
    }
    return before;
  }

  /** Examples of a curve in a stretch. */
  private record Counted(int stretch, long curve, long positives, long negatives)
      implements Serializable {}

  private record Found(long curve, CurveStretch stretch) implements Serializable {}

  private static final class Counting
      implements Function2<Integer, Iterator<Long>, Iterator<Counted>> {

    @Override
    public Iterator<Counted> call(Integer stretch, Iterator<Long> scores) {
      List<Counted> counted = new ArrayList<>();
      long current = -1;
      long positives = 0;
      long all = 0;
      while (scores.hasNext()) {
        long packed = scores.next();
        long curve = packed >>> SCORE_BITS;
        if (curve != current && all > 0) {
          counted.add(new Counted(stretch, current, positives, all - positives));
          positives = 0;
          all = 0;
        }
        current = curve;
        positives += packed & 1;
        all++;
      }
      if (all > 0) {
        counted.add(new Counted(stretch, current, positives, all - positives));
      }
      return counted.iterator();
    }
  }

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

  private record Reading(long[] support, long examples, int shown, Map<Integer, Counted> before)
      implements Function2<Integer, Iterator<Long>, Iterator<Found>> {

    @Override
    public Iterator<Found> call(Integer stretch, Iterator<Long> scores) {
      List<Found> found = new ArrayList<>();
      CurveBuilder builder = null;
      long current = -1;
      while (scores.hasNext()) {
        long packed = scores.next();
        long curve = packed >>> SCORE_BITS;
        if (curve != current) {
          if (builder != null) {
            found.add(new Found(current, builder.stretch()));
          }
          builder = builder(curve, builder == null ? before.get(stretch) : null);
          current = curve;
        }
        float score = Float.intBitsToFloat((int) (0xFFFFFFFFL - (packed >>> 1 & 0xFFFFFFFFL)));
        builder.add(score, (packed & 1) == 1);
      }
      if (builder != null) {
        found.add(new Found(current, builder.stretch()));
      }
      return found.iterator();
    }

    private CurveBuilder builder(long curve, Counted came) {
      return came == null
          ? new CurveBuilder(scored(curve), 0, 0)
          : new CurveBuilder(scored(curve), came.positives(), came.negatives());
    }

    private ScoredClass scored(long curve) {
      int label = (int) (curve & (CLASSES - 1));
      int contender = (int) (curve >>> CLASS_BITS);
      return new ScoredClass(
          label, support[label], examples - support[label], contender == shown ? RESOLUTION : 2);
    }
  }
}
