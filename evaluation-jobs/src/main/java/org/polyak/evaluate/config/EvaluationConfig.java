package org.polyak.evaluate.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.view.CropKind;
import org.polyak.augment.view.CropSet;
import org.polyak.evaluate.average.AverageKind;
import org.polyak.evaluate.combine.CombinationKey;
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
 * @param crops crop sets, the first one is every model's
 * @param topK ranks whose errors are in tables
 * @param calibrationBins bins of confidence
 * @param bootstrap replicates; 0 for no bootstrap intervals
 * @param seed of bootstrap and halves
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
    List<CropSet> crops,
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

  /** Reads a recipe; problems are left in it. */
  public static EvaluationConfig read(Section root) {
    Section section = root.section("evaluation");
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
        crops(section),
        section.integers("top-k", List.of(1, 5), 1, 1_000_000),
        section.integer("calibration-bins", 15, 1, 1_000),
        section.integer("bootstrap", 1_000, 0, 100_000),
        section.wholeNumber("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE),
        section.resolved());
  }

  private static List<CropSet> crops(Section section) {
    List<String> known = new ArrayList<>(CropSet.names());
    // Whole images have many sizes, and a network's dense layers one.
    known.remove(CropKind.WHOLE.key());
    List<CropSet> sets =
        words(section, "crops", List.of(CropKind.CENTRE.key()), known).stream()
            .map(CropSet::named)
            .toList();
    if (sets.isEmpty()) {
      section.problem("crops", "expected at least one of " + String.join(", ", known));
    }
    return sets;
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
