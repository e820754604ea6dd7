package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a report shows.
 *
 * @param title of the page
 * @param versions what made it, name to version, in the order to show
 * @param dataset what the candidates were judged on
 * @param candidates at least one, in the order to show, names unique
 * @param headline name of the candidate the report is about, whose mistakes are shown
 * @param curve learning curves by rising epoch; may be empty
 * @param snapshots taken on the way; may be empty
 * @param mistakes of the headline candidate, most confident first, at most {@link #MISTAKES}
 * @param timings of the training rounds; may be empty
 * @param configuration the resolved recipe
 * @param warnings what the reader should know first; may be empty
 */
public record ReportData(
    String title,
    Map<String, String> versions,
    DatasetFacts dataset,
    List<Candidate> candidates,
    String headline,
    List<CurvePoint> curve,
    List<SnapshotMark> snapshots,
    List<Mistake> mistakes,
    List<Timing> timings,
    JsonNode configuration,
    List<String> warnings) {

  /** How many mistakes a report shows at most. */
  public static final int MISTAKES = 24;

  /** Copies everything that could change, and checks that the parts belong together. */
  public ReportData {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    candidates = List.copyOf(candidates);
    curve = List.copyOf(curve);
    snapshots = List.copyOf(snapshots);
    mistakes = List.copyOf(mistakes);
    timings = List.copyOf(timings);
    configuration = configuration.deepCopy();
    warnings = List.copyOf(warnings);
    int classes = dataset.classNames().size();
    Set<String> names = new HashSet<>();
    for (Candidate candidate : candidates) {
      require(names.add(candidate.name()), "Two candidates called " + candidate.name());
      require(
          candidate.metrics().classes() == classes,
          "%s has %d classes, the data set %d"
              .formatted(candidate.name(), candidate.metrics().classes(), classes));
    }
    require(names.contains(headline), "No candidate called " + headline + ", only " + names);
    require(mistakes.size() <= MISTAKES, mistakes.size() + " mistakes, at most " + MISTAKES);
    for (Mistake mistake : mistakes) {
      require(
          inRange(mistake.trueLabel(), classes)
              && inRange(mistake.predictedLabel(), classes)
              && mistake.top().stream().allMatch(guess -> inRange(guess.label(), classes)),
          "Mistake " + mistake.id() + " has a label outside of 0 to " + (classes - 1));
    }
    for (Timing timing : timings) {
      // Also false for NaN.
      require(
          timing.seconds() >= 0 && timing.seconds() < Double.POSITIVE_INFINITY,
          "Phase " + timing.phase() + " took " + timing.seconds() + " s");
    }
  }

  /** A copy that no caller can change. */
  @Override
  public JsonNode configuration() {
    return configuration.deepCopy();
  }

  /** The candidate the report is about. */
  public Candidate headlineCandidate() {
    return candidates.stream().filter(c -> c.name().equals(headline)).findFirst().orElseThrow();
  }

  /**
   * The candidate of the lowest top-1 error; among equals that of the lowest negative log
   * likelihood, then the first.
   */
  public Candidate best() {
    return candidates.stream()
        .min(
            Comparator.comparingDouble((Candidate c) -> c.metrics().topError(1))
                .thenComparingDouble(c -> c.metrics().negativeLogLikelihood()))
        .orElseThrow();
  }

  private static boolean inRange(int label, int classes) {
    return label >= 0 && label < classes;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
