package org.polyak.evaluate.average;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.Normalization;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.run.BatchNormEstimation;

/**
 * The mean of the weights of several snapshots (Izmailov et al. 2018, "Averaging Weights Leads to
 * Wider Optima and Better Generalization"). The statistics of batch normalisation belong to the
 * weights that they were measured with, so the mean gets statistics of its own.
 */
public final class WeightAveraging {

  private WeightAveraging() {}

  /**
   * The average model.
   *
   * @param normalization of pixels, as in training
   * @param epochs snapshots to be averaged, each read once
   */
  public static Model of(
      JavaSparkContext spark,
      String name,
      EvaluatedRun run,
      Normalization normalization,
      ImageDataset dataset,
      List<Integer> epochs)
      throws IOException {
    double[] sum = new double[run.network().parameterCount()];
    for (int epoch : epochs) {
      float[] parameters = run.snapshot(epoch).state().parameters();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += parameters[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / epochs.size());
    }
    float[] statistics =
        BatchNormEstimation.of(spark, run.description(), normalization, dataset, mean);
    return Model.of(name, new ReplicaState(mean, new float[0], statistics));
  }
}
