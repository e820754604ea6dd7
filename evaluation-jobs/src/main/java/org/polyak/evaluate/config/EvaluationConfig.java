package org.polyak.evaluate.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.view.CropKind;
import org.polyak.augment.view.CropSet;
import org.polyak.evaluate.average.AverageKind;
import org.polyak.evaluate.combine.CombinationKey;
import org.polyak.evaluate.predict.TestTime;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.dataset.Split;

/**
 * The {@code evaluation} part of a recipe.
 *
 * @param split what is judged on
 * @param members snapshots in the ensemble, at most
 * @param averageLast snapshots in the mean of weights of the last cycle, at most
 * @param combine how ensembles are made, names of {@link CombinationKey}
 * @param greedyAdditions how often greedy selection adds a model, at most
 * @param averages which means of weights are made
 * @param emaDecay what each snapshot weighs beside the one after it
 * @param polyakWindow epochs of the Polyak average
 * @param averageRuns whether the last snapshots of several runs are averaged too
 * @param keepAverages whether means of weights are written as runs of one snapshot
 * @param tests what models do with an image; the first one is every candidate's
 * @param topK ranks whose errors are in tables
 * @param calibrationBins bins of confidence
 * @param bootstrap replicates; 0 for no bootstrap intervals
 * @param seed of bootstrap, halves and dropout
 * @param resolved all keys with their values
 */
public record EvaluationConfig(
    Split split,
    int members,
    int averageLast,
    List<String> combine,
    int greedyAdditions,
    List<AverageKind> averages,
    double emaDecay,
    int polyakWindow,
    boolean averageRuns,
    boolean keepAverages,
    List<TestTime> tests,
    List<Integer> topK,
    int calibrationBins,
    int bootstrap,
    long seed,
    JsonNode resolved) {

  private static final List<String> COMBINE =
      List.of(
          "mean-probabilities",
          "mean-logits",
          "majority-vote",
          "fitted-weights",
          "greedy-selection");

  /** With 84 views and a batch for each pass, what is drawn still has numbers of its own. */
  private static final int MOST_PASSES = 10_000;

  /** The same without means of weights. */
  public EvaluationConfig withoutAverages() {
    return new EvaluationConfig(
        split,
        members,
        averageLast,
        combine,
        greedyAdditions,
        List.of(),
        emaDecay,
        polyakWindow,
        false,
        false,
        tests,
        topK,
        calibrationBins,
        bootstrap,
        seed,
        resolved);
  }

  /** Reads a recipe; problems are left in it. */
  public static EvaluationConfig read(Section root) {
    Section section = root.section("evaluation");
    long seed = section.wholeNumber("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    return new EvaluationConfig(
        Split.of(section.oneOf("split", Split.VALIDATION.key(), Split.keys())),
        section.integer("members", 5, 1, 1_000),
        section.integer("average-last", 3, 1, 1_000),
        words(section, "combine", COMBINE, CombinationKey.all()),
        section.integer("greedy-additions", 50, 1, 10_000),
        words(section, "averages", List.of("swa", "greedy-soup"), AverageKind.keys()).stream()
            .map(AverageKind::of)
            .toList(),
        section.decimal("ema-decay", 0.5, 0.001, 0.9999),
        section.integer("polyak-window", 10, 1, 1_000_000),
        section.flag("average-runs", false),
        section.flag("keep-averages", false),
        tests(section, seed),
        section.integers("top-k", List.of(1, 5), 1, 1_000_000),
        section.integer("calibration-bins", 15, 1, 1_000),
        section.integer("bootstrap", 1_000, 0, 100_000),
        seed,
        section.resolved());
  }

  private static List<TestTime> tests(Section section, long seed) {
    List<String> known = CropSet.names();
    List<TestTime> tests = new ArrayList<>();
    for (String name : words(section, "crops", List.of(CropKind.CENTRE.key()), known)) {
      tests.add(TestTime.of(CropSet.named(name)));
    }
    int passes = section.integer("dropout-passes", 0, 0, MOST_PASSES);
    if (tests.isEmpty()) {
      section.problem("crops", "expected at least one of " + String.join(", ", known));
    } else if (passes > 0) {
      tests.add(new TestTime(tests.get(0).crops(), passes, seed));
    }
    return tests;
  }

  private static List<String> words(
      Section section, String key, List<String> fallback, List<String> known) {
    List<String> good = new ArrayList<>();
    for (String word : section.texts(key, fallback)) {
      if (!known.contains(word)) {
        section.problem(
            key, "unknown value \"%s\" (known: %s)".formatted(word, String.join(", ", known)));
      } else if (good.contains(word)) {
        section.problem(key, "\"%s\" stands there twice".formatted(word));
      } else {
        good.add(word);
      }
    }
    return List.copyOf(good);
  }
}
