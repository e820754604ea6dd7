package org.polyak.evaluate.field;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.combine.CombinationKey;
import org.polyak.evaluate.combine.Fitting;
import org.polyak.evaluate.combine.Rule;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.TestTime;
import org.polyak.evaluate.report.CandidateKind;

/** Puts the models of runs together, and what is made of them. */
final class FieldBuilder {

  private static final String PLAIN = "mean-probabilities";

  private final List<EvaluatedRun> runs;
  private final EvaluationConfig config;
  private final List<Model> models = new ArrayList<>();
  private final List<Contender> contenders = new ArrayList<>();
  private final List<Integer> lastModels = new ArrayList<>();
  private final List<Integer> allMembers = new ArrayList<>();
  private int reference = -1;

  FieldBuilder(List<EvaluatedRun> runs, EvaluationConfig config) {
    this.runs = runs;
    this.config = config;
  }

  /** Single snapshots of a run, and their ensembles. */
  void addRun(int run) throws IOException {
    EvaluatedRun one = runs.get(run);
    List<Integer> epochs = one.members(config.members());
    List<Integer> members = new ArrayList<>();
    for (int epoch : epochs) {
      members.add(single(run, epoch));
    }
    allMembers.addAll(members);
    int last =
        epochs.contains(one.lastEpoch())
            ? members.get(epochs.indexOf(one.lastEpoch()))
            : single(run, one.lastEpoch());
    lastModels.add(last);
    for (int size = 2; size < members.size(); size++) {
      ensemble(
          "%sensemble of the last %d snapshots".formatted(prefix(run), size),
          CandidateKind.SNAPSHOT_ENSEMBLE,
          last(members, size),
          List.of(PLAIN));
    }
    if (members.size() > 1) {
      ensemble(
          "%sensemble of %d snapshots".formatted(prefix(run), members.size()),
          CandidateKind.SNAPSHOT_ENSEMBLE,
          members,
          config.combine());
    }
  }

  private int single(int run, int epoch) throws IOException {
    EvaluatedRun one = runs.get(run);
    boolean isLast = epoch == one.lastEpoch();
    int model = models.size();
    models.add(Model.of(prefix(run) + "epoch-" + epoch, run, one.snapshot(epoch).state()));
    if (isLast && reference < 0) {
      reference = contenders.size();
    }
    add(
        isLast
            ? "%slast snapshot (epoch %d)".formatted(prefix(run), epoch)
            : "%ssnapshot of epoch %d".formatted(prefix(run), epoch),
        CandidateKind.SINGLE,
        Rule.MEAN_PROBABILITIES,
        Fitting.NONE,
        List.of(model),
        List.of(models.get(model).name()),
        "");
    return model;
  }

  /** Ensembles over all runs: of their last snapshots, and of all snapshots. */
  void addRunEnsembles() {
    if (runs.size() < 2) {
      return;
    }
    ensemble(
        "ensemble of %d runs".formatted(runs.size()),
        CandidateKind.RUN_ENSEMBLE,
        lastModels,
        config.combine());
    if (allMembers.size() > runs.size()) {
      ensemble(
          "ensemble of %d snapshots of %d runs".formatted(allMembers.size(), runs.size()),
          CandidateKind.RUN_ENSEMBLE,
          allMembers,
          List.of(PLAIN));
    }
  }

  /** A mean of weights. */
  void addAverage(String name, Model model, List<String> members, String note) {
    models.add(model);
    add(
        name,
        CandidateKind.AVERAGED_WEIGHTS,
        Rule.MEAN_PROBABILITIES,
        Fitting.NONE,
        List.of(models.size() - 1),
        members,
        note);
  }

  private void ensemble(String name, CandidateKind kind, List<Integer> members, List<String> ways) {
    List<String> names = members.stream().map(m -> models.get(m).name()).toList();
    List<String> distinct = new ArrayList<>();
    for (String way : ways) {
      String title = name + CombinationKey.suffix(way);
      if (!distinct.contains(title)) {
        distinct.add(title);
        add(title, kind, CombinationKey.rule(way), CombinationKey.fitting(way), members, names, "");
      }
    }
  }

  private void add(
      String name,
      CandidateKind kind,
      Rule rule,
      Fitting fitting,
      List<Integer> columns,
      List<String> members,
      String note) {
    contenders.add(
        new Contender(
            name,
            kind,
            Combination.equal(rule, columns),
            fitting,
            members,
            config.tests().get(0).toString(),
            note));
  }

  /** All, with every test time for each. */
  Field build() {
    int sets = config.tests().size();
    List<Contender> all = new ArrayList<>();
    for (int set = 0; set < sets; set++) {
      TestTime test = config.tests().get(set);
      for (Contender contender : contenders) {
        int chosen = set;
        List<Integer> columns =
            contender.combination().columns().stream().map(m -> m * sets + chosen).toList();
        all.add(
            new Contender(
                set == 0 ? contender.name() : contender.name() + ", " + test,
                contender.kind(),
                Combination.equal(contender.combination().rule(), columns),
                contender.fitting(),
                contender.members(),
                test.toString(),
                contender.note()));
      }
    }
    return new Field(models, all, sets, reference);
  }

  private String prefix(int run) {
    return prefix(runs, run);
  }

  /** What tells the snapshots of several runs apart. */
  static String prefix(List<EvaluatedRun> runs, int run) {
    if (runs.size() == 1) {
      return "";
    }
    String name = runs.get(run).folder().path().getName();
    boolean unique =
        IntStream.range(0, runs.size())
            .allMatch(i -> i == run || !runs.get(i).folder().path().getName().equals(name));
    return (unique ? name : "run %d".formatted(run + 1)) + ": ";
  }

  private static List<Integer> last(List<Integer> members, int count) {
    return members.subList(members.size() - count, members.size());
  }
}
