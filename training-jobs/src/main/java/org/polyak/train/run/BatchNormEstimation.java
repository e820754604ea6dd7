package org.polyak.train.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.augment.EvaluationInput;
import org.polyak.augment.image.Normalization;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.averaging.PooledStatistics;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.Network;

/**
 * Measures the statistics of batch normalisation for given weights by a distributed pass over
 * training images, as they are, without augmentation. Batches are pooled as one population.
 */
public final class BatchNormEstimation {

  /** Images of one forward pass. */
  private static final int BATCH = 128;

  /** Images of one task; fixed, so that the pooled sums do not depend on the cluster. */
  private static final int SLICE = 1024;

  /** Enough for means and variances to be known within about 1 %. */
  private static final long IMAGES = 16_384;

  private BatchNormEstimation() {}

  /** Statistics for {@code parameters}, laid out as the network's; empty if it has none. */
  public static float[] of(
      JavaSparkContext spark,
      RunDescription description,
      Normalization normalization,
      ImageDataset dataset,
      float[] parameters) {
    Network network = description.toNetwork();
    if (network.statisticsCount() == 0) {
      return new float[0];
    }
    long rows = Math.min(IMAGES, dataset.info().rows(Split.TRAIN));
    JavaRDD<Slice> slices =
        Slices.of(spark, dataset, Split.TRAIN, 0, rows, (int) ((rows + SLICE - 1) / SLICE));
    Broadcast<float[]> weights = spark.broadcast(parameters);
    try {
      List<BatchStatistics> batches =
          slices.mapPartitions(new Task(description, normalization, weights)).collect();
      return PooledStatistics.of(
          network,
          batches.stream().map(BatchStatistics::statistics).toList(),
          batches.stream().mapToDouble(BatchStatistics::images).toArray());
    } finally {
      weights.destroy();
    }
  }

  private record BatchStatistics(int images, float[] statistics) implements java.io.Serializable {}

  private record Task(
      RunDescription description, Normalization normalization, Broadcast<float[]> parameters)
      implements FlatMapFunction<Iterator<Slice>, BatchStatistics> {

    @Override
    public Iterator<BatchStatistics> call(Iterator<Slice> slices) {
      Network network = description.toNetwork();
      EvaluationInput input =
          new EvaluationInput(normalization, description.height(), description.width());
      int values = input.size();
      List<BatchStatistics> batches = new ArrayList<>();
      try (Engine engine = Engines.create(description.engine(), network, description.threads())) {
        List<ImageRecord> images = slices.next().images();
        for (int first = 0; first < images.size(); first += BATCH) {
          int size = Math.min(BATCH, images.size() - first);
          float[] pixels = new float[size * values];
          for (int i = 0; i < size; i++) {
            input.apply(images.get(first + i), pixels, i * values);
          }
          input.complete(pixels, size);
          float[] statistics = new float[network.statisticsCount()];
          engine.batchStatistics(parameters.value(), size, pixels, statistics);
          batches.add(new BatchStatistics(size, statistics));
        }
      }
      return batches.iterator();
    }
  }
}
