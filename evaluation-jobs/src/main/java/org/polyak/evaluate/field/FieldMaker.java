package org.polyak.evaluate.field;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.evaluate.average.AverageKind;
import org.polyak.evaluate.average.SameNetwork;
import org.polyak.evaluate.average.SnapshotSource;
import org.polyak.evaluate.average.WeightAveraging;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.RunInput;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.average.TimeAverageKind;
import org.polyak.train.snapshot.Snapshot;

/**
 * Makes the field of an evaluation: reads snapshots, averages weights.
 *
 * @param runs at least one
 * @param inputs of the runs
 * @param dataset whose training images give averages their statistics
 * @param fitted the split that what is fitted is fitted on
 */
public record FieldMaker(
    JavaSparkContext spark,
    List<EvaluatedRun> runs,
    List<RunInput> inputs,
    ImageDataset dataset,
    Split fitted,
    EvaluationConfig config) {

  /** Makes it. */
  public Field make() throws IOException {
    if (config.averageRuns() && runs.size() > 1) {
      SameNetwork.check(runs);
    }
    FieldBuilder builder = new FieldBuilder(runs, config);
    for (int run = 0; run < runs.size(); run++) {
      builder.addRun(run);
    }
    builder.addRunEnsembles();
    for (int run = 0; run < runs.size(); run++) {
      addAveragesOfTraining(builder, run);
      addAverages(builder, run);
    }
    if (config.averageRuns() && runs.size() > 1) {
      addAverageOfRuns(builder);
    }
    return builder.build();
  }

  /** Those that the run itself kept, from round to round or epoch to epoch. */
  private void addAveragesOfTraining(FieldBuilder builder, int index) throws IOException {
    String prefix = FieldBuilder.prefix(runs, index);
    for (TimeAverageKind kind : TimeAverageKind.values()) {
      Optional<Snapshot> average = runs.get(index).snapshot(kind);
      if (average.isPresent()) {
        String name = prefix + "training-" + kind.key();
        builder.addAverage(
            prefix + title(kind), Model.of(name, index, average.get().state()), List.of(name), "");
      }
    }
  }

  private static String title(TimeAverageKind kind) {
    return switch (kind) {
      case EMA -> "EMA of training";
      case SWA -> "SWA of training";
      case TAIL -> "Polyak-Ruppert average of training";
    };
  }

  private void addAverages(FieldBuilder builder, int index) throws IOException {
    EvaluatedRun run = runs.get(index);
    String prefix = FieldBuilder.prefix(runs, index);
    Set<List<SnapshotSource>> made = new HashSet<>();
    for (AverageKind kind : config.averages()) {
      List<Integer> epochs = epochs(run, kind);
      if (epochs.size() < 2) {
        continue;
      }
      String name = prefix + kind.key();
      if (kind == AverageKind.GREEDY_SOUP) {
        addGreedySoup(builder, index, name, epochs);
        continue;
      }
      List<SnapshotSource> sources =
          kind == AverageKind.EMA
              ? WeightAveraging.decaying(run, epochs, config.emaDecay())
              : WeightAveraging.alike(run, epochs);
      // Two kinds may come to the same snapshots: they would be one model under two names.
      if (made.add(sources)) {
        builder.addAverage(
            title(prefix, kind, epochs), average(name, index, sources), names(prefix, epochs), "");
      }
    }
  }

  private void addGreedySoup(FieldBuilder builder, int index, String name, List<Integer> epochs)
      throws IOException {
    EvaluatedRun run = runs.get(index);
    List<Model> members = new ArrayList<>();
    for (int epoch : epochs) {
      members.add(Model.of("epoch-" + epoch, index, run.snapshot(epoch).state()));
    }
    GreedySoup.Soup soup =
        new GreedySoup(
                spark,
                run,
                inputs.get(index).normalization(),
                dataset,
                fitted,
                config.tests().get(0))
            .of(name, index, members, epochs);
    String prefix = FieldBuilder.prefix(runs, index);
    builder.addAverage(
        "%sgreedy soup, %d of %d snapshots".formatted(prefix, soup.epochs().size(), epochs.size()),
        soup.model(),
        names(prefix, soup.epochs()),
        fitted == config.split() ? "its snapshots were chosen on the images it is judged on" : "");
  }

  private void addAverageOfRuns(FieldBuilder builder) throws IOException {
    List<SnapshotSource> sources = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      int epoch = runs.get(run).lastEpoch();
      sources.addAll(WeightAveraging.alike(runs.get(run), List.of(epoch)));
      names.addAll(names(FieldBuilder.prefix(runs, run), List.of(epoch)));
    }
    builder.addAverage(
        "averaged weights of %d runs".formatted(runs.size()),
        average("runs", 0, sources),
        names,
        "");
  }

  private Model average(String name, int index, List<SnapshotSource> sources) {
    return WeightAveraging.of(
        spark, name, runs.get(index), index, inputs.get(index).normalization(), dataset, sources);
  }

  private List<Integer> epochs(EvaluatedRun run, AverageKind kind) {
    return switch (kind) {
      case SWA -> run.averaged(config.averageLast());
      case EMA -> run.epochs();
      case POLYAK -> run.window(config.polyakWindow());
      case UNIFORM_SOUP, GREEDY_SOUP -> run.members(config.members());
    };
  }

  private String title(String prefix, AverageKind kind, List<Integer> epochs) {
    int first = epochs.get(0);
    int last = epochs.get(epochs.size() - 1);
    return switch (kind) {
      case SWA -> "%saveraged weights of epochs %d to %d".formatted(prefix, first, last);
      case EMA ->
          "%sEMA of %d snapshots, decay %s".formatted(prefix, epochs.size(), config.emaDecay());
      case POLYAK -> "%sPolyak average of epochs %d to %d".formatted(prefix, first, last);
      case UNIFORM_SOUP, GREEDY_SOUP ->
          "%suniform soup of %d snapshots".formatted(prefix, epochs.size());
    };
  }

  private static List<String> names(String prefix, List<Integer> epochs) {
    return epochs.stream().map(epoch -> prefix + "epoch-" + epoch).toList();
  }
}
