package org.polyak.evaluate.predict;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.polyak.augment.image.Normalization;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.JobProgress;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;
import org.polyak.train.run.RunDescription;

/** One pass over a split with all models of a field. */
public final class Predictions implements AutoCloseable {

  /** Images of one task; fixed, so that batches do not depend on the cluster. */
  private static final int SLICE = 1024;

  private final JavaRDD<Slice> slices;
  private final JavaRDD<Prediction> all;
  private final Broadcast<List<Model>> models;

  private Predictions(
      JavaRDD<Slice> slices, JavaRDD<Prediction> all, Broadcast<List<Model>> models) {
    this.slices = slices;
    this.all = all;
    this.models = models;
  }

  /**
   * Predicts every image of the split, and keeps what was predicted for what follows.
   *
   * @param normalization of pixels, as in training
   */
  public static Predictions of(
      JavaSparkContext spark,
      RunDescription run,
      Normalization normalization,
      ImageDataset dataset,
      Split split,
      List<Model> models) {
    long rows = dataset.info().rows(split);
    Broadcast<List<Model>> broadcast = spark.broadcast(models);
    JavaRDD<Slice> slices =
        Slices.of(spark, dataset, split, 0, rows, (int) ((rows + SLICE - 1) / SLICE));
    JavaRDD<Prediction> predictions =
        slices
            .mapPartitions(new PredictionTask(run, normalization, broadcast))
            .persist(StorageLevel.MEMORY_AND_DISK());
    LongAccumulator done = spark.sc().longAccumulator("predicted images");
    JobProgress.during(
        Progress.of("predict with %d models".formatted(models.size()), rows, "images"),
        done::sum,
        () -> {
          predictions.foreach(prediction -> done.add(1));
          return null;
        });
    return new Predictions(slices, predictions, broadcast);
  }

  /** The images. */
  public JavaRDD<Slice> slices() {
    return slices;
  }

  /** The predictions, in the same partitions. */
  public JavaRDD<Prediction> all() {
    return all;
  }

  @Override
  public void close() {
    all.unpersist(false);
    models.destroy();
  }
}
