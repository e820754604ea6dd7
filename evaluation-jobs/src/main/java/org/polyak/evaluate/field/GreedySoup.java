package org.polyak.evaluate.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.Normalization;
import org.polyak.evaluate.average.SnapshotSource;
import org.polyak.evaluate.average.WeightAveraging;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.PredictionPass;
import org.polyak.evaluate.predict.RunInput;
import org.polyak.evaluate.predict.TestTime;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;

/**
 * Chooses the snapshots of a greedy soup (M. Wortsman et al., Model soups, ICML 2022, recipe 1):
 * from the one of the fewest errors on, each is added that does not make the mean of weights err on
 * more images. Each mean gets statistics of batch normalisation of its own before it is judged.
 */
final class GreedySoup {

  private final JavaSparkContext spark;
  private final EvaluatedRun run;
  private final Normalization normalization;
  private final ImageDataset dataset;
  private final Split split;
  private final TestTime test;

  /**
   * @param split whose images decide
   */
  GreedySoup(
      JavaSparkContext spark,
      EvaluatedRun run,
      Normalization normalization,
      ImageDataset dataset,
      Split split,
      TestTime test) {
    this.spark = spark;
    this.run = run;
    this.normalization = normalization;
    this.dataset = dataset;
    this.split = split;
    this.test = test;
  }

  /**
   * The chosen snapshots and their mean.
   *
   * @param epochs in rising order
   * @param model the mean of their weights
   */
  record Soup(List<Integer> epochs, Model model) {}

  /**
   * Makes the soup.
   *
   * @param index of the run
   * @param members snapshots as models, with the epochs they are of
   */
  Soup of(String name, int index, List<Model> members, List<Integer> epochs)
      throws java.io.IOException {
    List<Long> errors = errors(members);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      order.add(i);
    }
    // Of equally good ones the later comes first.
    order.sort(Comparator.comparingLong((Integer i) -> errors.get(i)).thenComparingInt(i -> -i));
    List<Integer> chosen = new ArrayList<>(List.of(epochs.get(order.get(0))));
    Model best = Model.of(name, index, members.get(order.get(0)).state());
    long fewest = errors.get(order.get(0));
    for (int i : order.subList(1, order.size())) {
      List<Integer> tried = new ArrayList<>(chosen);
      tried.add(epochs.get(i));
      tried.sort(Comparator.naturalOrder());
      List<SnapshotSource> sources = WeightAveraging.alike(run, tried);
      Model mean = WeightAveraging.of(spark, name, run, index, normalization, dataset, sources);
      long found = errors(List.of(mean)).get(0);
      if (found <= fewest) {
        fewest = found;
        chosen = tried;
        best = mean;
      }
    }
    return new Soup(List.copyOf(chosen), best);
  }

  private List<Long> errors(List<Model> models) {
    List<Model> own =
        models.stream().map(model -> Model.of(model.name(), 0, model.state())).toList();
    return new PredictionPass(
            List.of(new RunInput(run.description(), normalization)), own, List.of(test))
        .errors(spark, dataset, split);
  }
}
