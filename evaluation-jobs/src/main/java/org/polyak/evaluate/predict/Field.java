package org.polyak.evaluate.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.Normalization;
import org.polyak.evaluate.average.WeightAveraging;
import org.polyak.evaluate.report.CandidateKind;
import org.polyak.pipeline.dataset.ImageDataset;

/**
 * All that take part in an evaluation.
 *
 * @param models weights, each predicted with once
 * @param contenders what is judged: each member alone, their ensemble, the averaged weights
 */
public record Field(List<Model> models, List<Contender> contenders) {

  private static final String ONE_PASS = "1 forward pass";

  /**
   * Reads the snapshots of a run and averages weights.
   *
   * @param normalization of pixels, as in training
   * @param members snapshots in the ensemble, at most
   * @param averageLast snapshots whose weights are averaged, at most
   */
  public static Field of(
      JavaSparkContext spark,
      EvaluatedRun run,
      Normalization normalization,
      ImageDataset dataset,
      int members,
      int averageLast)
      throws IOException {
    List<Integer> memberEpochs = run.members(members);
    List<Integer> singles = new ArrayList<>(memberEpochs);
    if (!singles.contains(run.lastEpoch())) {
      singles.add(run.lastEpoch());
    }
    List<Model> models = new ArrayList<>();
    List<Contender> contenders = new ArrayList<>();
    for (int epoch : singles) {
      String name =
          epoch == run.lastEpoch()
              ? "last snapshot (epoch %d)".formatted(epoch)
              : "snapshot of epoch %d".formatted(epoch);
      contenders.add(
          new Contender(
              name, CandidateKind.SINGLE, List.of(models.size()), names(List.of(epoch)), ONE_PASS));
      models.add(Model.of(name(epoch), run.snapshot(epoch).state()));
    }
    if (memberEpochs.size() > 1) {
      contenders.add(
          new Contender(
              "ensemble of %d snapshots".formatted(memberEpochs.size()),
              CandidateKind.SNAPSHOT_ENSEMBLE,
              IntStream.range(0, memberEpochs.size()).boxed().toList(),
              names(memberEpochs),
              "%d forward passes".formatted(memberEpochs.size())));
    }
    List<Integer> averaged = run.averaged(averageLast);
    if (averaged.size() > 1) {
      contenders.add(
          new Contender(
              "averaged weights of epochs %d to %d"
                  .formatted(averaged.get(0), averaged.get(averaged.size() - 1)),
              CandidateKind.AVERAGED_WEIGHTS,
              List.of(models.size()),
              names(averaged),
              ONE_PASS));
      models.add(WeightAveraging.of(spark, "averaged", run, normalization, dataset, averaged));
    }
    return new Field(List.copyOf(models), List.copyOf(contenders));
  }

  private static List<String> names(List<Integer> epochs) {
    return epochs.stream().map(Field::name).toList();
  }

  private static String name(int epoch) {
    return "epoch-" + epoch;
  }
}
