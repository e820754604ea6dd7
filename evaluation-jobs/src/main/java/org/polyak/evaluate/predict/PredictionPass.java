package org.polyak.evaluate.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.JobProgress;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;

/**
 * One pass over a split with all models and test times. Tasks write a file each and leave nothing
 * in memory; what was predicted before is not predicted again.
 *
 * @param runs that the models come from
 * @param models the weights
 * @param tests what models do with an image
 */
public record PredictionPass(List<RunInput> runs, List<Model> models, List<TestTime> tests) {

  /** Bytes of a row beside its probabilities. */
  private static final long ROW = 32;

  /** Tasks, each with a file, for so many images of a data set. */
  private int slices(ImageDataset dataset, long rows) {
    return PredictionSlices.count(dataset.info(), rows, models.size() * passes());
  }

  /** The columns of the predictions. */
  public Columns columns() {
    return new Columns(models.stream().map(Model::name).toList(), tests);
  }

  /** What decides the predictions. */
  public JsonNode identity(ImageDataset dataset) {
    return PredictionFolder.identity(
        dataset.info().fingerprint(),
        runs.stream().map(run -> run.description().identity()).toList(),
        models,
        columns());
  }

  /** Images of a split that are not predicted yet. What lies in the folder of others is deleted. */
  public long missing(ImageDataset dataset, Split split, PredictionFolder folder)
      throws IOException {
    folder.begin(identity(dataset));
    long rows = dataset.info().rows(split);
    int count = slices(dataset, rows);
    return images(rows, count, folder.missing(split, count));
  }

  private static long images(long rows, int count, List<Integer> slices) {
    return slices.stream().mapToLong(slice -> Slices.size(rows, count, slice)).sum();
  }

  /** Forward passes of all models for so many images, at most. */
  public CostPlan.Passes passes(long images) {
    return new CostPlan.Passes(images, models.size(), passes());
  }

  private int passes() {
    return tests.stream().mapToInt(TestTime::forwardPasses).sum();
  }

  /** Makes what is missing of a split's predictions. */
  public void run(
      JavaSparkContext spark, ImageDataset dataset, Split split, PredictionFolder folder)
      throws IOException {
    folder.begin(identity(dataset));
    long rows = dataset.info().rows(split);
    int count = slices(dataset, rows);
    List<Integer> missing = folder.missing(split, count);
    if (missing.isEmpty()) {
      return;
    }
    Broadcast<List<Model>> broadcast = spark.broadcast(models);
    PredictionTask prediction = new PredictionTask(runs, tests, broadcast);
    LongAccumulator done = spark.sc().longAccumulator("predicted images");
    try {
      JavaRDD<Slice> slices = Slices.of(spark, dataset, split, 0, rows, count);
      JavaRDD<Slice> unpredicted =
          PartitionPruningRDD.create(slices.rdd(), new Chosen(Set.copyOf(missing))).toJavaRDD();
      WriteTask task =
          new WriteTask(
              prediction,
              columns(),
              folder.files(split, count),
              spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
              done);
      JobProgress.during(
          Progress.of(
              "predict the %s split with %d model%s"
                  .formatted(split.key(), models.size(), models.size() == 1 ? "" : "s"),
              images(rows, count, missing),
              "images"),
          done::sum,
          () -> unpredicted.mapPartitions(task).count());
    } finally {
      prediction.close();
      broadcast.destroy();
    }
  }

  /** The predictions of a split that {@link #run} made, a partition a slice. */
  public JavaRDD<Prediction> read(
      JavaSparkContext spark, ImageDataset dataset, Split split, PredictionFolder folder)
      throws IOException {
    long rows = dataset.info().rows(split);
    return folder.read(spark, split, rows, slices(dataset, rows), columns());
  }

  /**
   * Plans the prediction of images with these models and more of the same kind.
   *
   * @param sampled split that the sample is of
   * @param images to be predicted
   * @param count models in all, at least these
   */
  public CostPlan plan(
      JavaSparkContext spark, ImageDataset dataset, Split sampled, long images, int count) {
    long rows = dataset.info().rows(sampled);
    int cores = spark.defaultParallelism();
    int sampledSlices = slices(dataset, rows);
    int tasks = Math.min(cores, sampledSlices);
    Broadcast<List<Model>> broadcast = spark.broadcast(models);
    List<CostSample.Measured> measured;
    try {
      JavaRDD<Slice> slices = Slices.of(spark, dataset, sampled, 0, rows, sampledSlices);
      Set<Integer> some = IntStream.range(0, tasks).boxed().collect(Collectors.toSet());
      measured =
          PartitionPruningRDD.create(slices.rdd(), new Chosen(some))
              .toJavaRDD()
              .mapPartitions(new CostSample(runs, tests, broadcast))
              .collect();
    } finally {
      broadcast.destroy();
    }
    double more = count / (double) models.size();
    double secondsOfCore =
        measured.stream().mapToDouble(m -> m.secondsPerImage(more)).average().orElseThrow();
    int classes = dataset.info().labels().size();
    long floats =
        models.stream()
            .mapToLong(m -> m.state().parameters().length + (long) m.state().statistics().length)
            .sum();
    return new CostPlan(
        new CostPlan.Passes(images, count, passes()),
        cores,
        // Slices are dealt out whole: fewer of them than cores leave some idle.
        Math.min(cores, slices(dataset, images)) / secondsOfCore,
        Math.round(Float.BYTES * more * floats),
        InputPredictor.bytes(runs, tests),
        images * count * tests.size() * (ROW + (long) Float.BYTES * classes));
  }

  /** Images of a split that each model gets wrong with the first test time; nothing is kept. */
  public List<Long> errors(JavaSparkContext spark, ImageDataset dataset, Split split) {
    long rows = dataset.info().rows(split);
    Columns columns = columns();
    Broadcast<List<Model>> broadcast = spark.broadcast(models);
    PredictionTask prediction = new PredictionTask(runs, tests, broadcast);
    try {
      long[] errors =
          Slices.of(spark, dataset, split, 0, rows, slices(dataset, rows))
              .mapPartitions(prediction)
              .aggregate(
                  new long[models.size()],
                  (counts, one) -> count(counts, one, columns),
                  PredictionPass::sum);
      return Arrays.stream(errors).boxed().toList();
    } finally {
      prediction.close();
      broadcast.destroy();
    }
  }

  private static long[] count(long[] counts, Prediction prediction, Columns columns) {
    for (int model = 0; model < counts.length; model++) {
      float[] own = prediction.probabilities()[columns.of(model, 0)];
      int best = 0;
      for (int c = 1; c < own.length; c++) {
        best = own[c] > own[best] ? c : best;
      }
      counts[model] += best == prediction.label() ? 0 : 1;
    }
    return counts;
  }

  private static long[] sum(long[] one, long[] other) {
    for (int i = 0; i < one.length; i++) {
      one[i] += other[i];
    }
    return one;
  }
}
