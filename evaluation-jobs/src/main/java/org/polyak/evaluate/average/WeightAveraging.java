package org.polyak.evaluate.average;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.Normalization;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.OwnSnapshot;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.run.BatchNormEstimation;

/**
 * The mean of the weights of several snapshots, as a model like any other. The statistics of batch
 * normalisation belong to the weights that they were measured with, so the mean gets statistics of
 * its own.
 */
public final class WeightAveraging {

  private WeightAveraging() {}

  /** Snapshots of one run, all with the same weight. */
  public static List<SnapshotSource> alike(EvaluatedRun run, List<Integer> epochs)
      throws IOException {
    String folder = run.folder().snapshots().file(0).getParent().toString();
    return epochs.stream().map(epoch -> new SnapshotSource(folder, epoch, 1)).toList();
  }

  /**
   * Snapshots of one run, each {@code decay} times the weight of the one after it.
   *
   * @param decay above 0 and below 1
   */
  public static List<SnapshotSource> decaying(EvaluatedRun run, List<Integer> epochs, double decay)
      throws IOException {
    List<SnapshotSource> alike = alike(run, epochs);
    return IntStream.range(0, alike.size())
        .mapToObj(
            i ->
                new SnapshotSource(
                    alike.get(i).folder(),
                    alike.get(i).epoch(),
                    StrictMath.pow(decay, alike.size() - 1 - i)))
        .toList();
  }

  /**
   * The average model.
   *
   * @param run whose network it is of, and whose index is given
   * @param normalization of pixels, as in training
   */
  public static Model of(
      JavaSparkContext spark,
      String name,
      EvaluatedRun run,
      int index,
      Normalization normalization,
      ImageDataset dataset,
      List<SnapshotSource> sources) {
    OwnSnapshot own = new OwnSnapshot(run.description());
    float[] mean =
        SnapshotReduction.mean(spark, sources, run.network().parameterCount(), own::check);
    float[] statistics =
        BatchNormEstimation.of(spark, run.description(), normalization, dataset, mean);
    return Model.of(name, index, new ReplicaState(mean, new float[0], statistics));
  }
}
