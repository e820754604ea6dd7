package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyak.evaluate.metric.PairAgreement;

/**
 * All that a report shows.
 *
 * @param title of the page
 * @param versions what made it, name to version, in the order to show
 * @param dataset what the candidates were judged on
 * @param candidates at least one, in the order to show, names unique
 * @param headline name of the candidate the report is about, whose images are shown
 * @param reference name of the candidate that the others are compared with
 * @param fitting what temperatures and weights were fitted on, in words
 * @param pairs of candidates, by their place; may be empty
 * @param sizes errors by size of the image; may be empty
 * @param frequencies errors by training images of the class; may be empty
 * @param runs how they were trained
 * @param mistakes of the headline candidate, most confident first, at most {@link #IMAGES}
 * @param uncertain images it was least sure of, at most {@link #IMAGES}
 * @param confused examples of confusions
 * @param topK ranks whose errors are in tables, rising
 * @param configuration the resolved recipe
 * @param warnings what the reader should know first; may be empty
 */
public record ReportData(
    String title,
    Map<String, String> versions,
    DatasetFacts dataset,
    List<Candidate> candidates,
    String headline,
    String reference,
    String fitting,
    List<PairAgreement> pairs,
    List<ErrorSlice> sizes,
    List<ErrorSlice> frequencies,
    List<RunCurve> runs,
    List<JudgedImage> mistakes,
    List<JudgedImage> uncertain,
    List<JudgedImage> confused,
    List<Integer> topK,
    JsonNode configuration,
    List<String> warnings) {

  /** How many mistakes, and how many uncertain images, a report shows at most. */
  public static final int IMAGES = 24;

  /** Copies everything that could change, and checks that the parts belong together. */
  public ReportData {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    candidates = List.copyOf(candidates);
    pairs = List.copyOf(pairs);
    sizes = List.copyOf(sizes);
    frequencies = List.copyOf(frequencies);
    runs = List.copyOf(runs);
    mistakes = List.copyOf(mistakes);
    uncertain = List.copyOf(uncertain);
    confused = List.copyOf(confused);
    topK = topK.stream().sorted().distinct().toList();
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
    require(names.contains(reference), "No candidate called " + reference + ", only " + names);
    require(mistakes.size() <= IMAGES, mistakes.size() + " mistakes, at most " + IMAGES);
    require(uncertain.size() <= IMAGES, uncertain.size() + " uncertain, at most " + IMAGES);
    for (List<JudgedImage> images : List.of(mistakes, uncertain, confused)) {
      for (JudgedImage image : images) {
        require(
            inRange(image.trueLabel(), classes)
                && inRange(image.predictedLabel(), classes)
                && image.top().stream().allMatch(guess -> inRange(guess.label(), classes)),
            "Image " + image.id() + " has a label outside of 0 to " + (classes - 1));
      }
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
