package org.polyak.evaluate.report;

import java.util.List;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Verdict;

/**
 * One way to predict that was judged.
 *
 * @param name unique in the report
 * @param kind how it predicts
 * @param rule how its members become one prediction, such as {@code mean-probabilities}
 * @param members names of the snapshots it is made of, at least one
 * @param weights of the members, if they were fitted; else empty
 * @param crops name of its crop set
 * @param passes forward passes for an image, at most
 * @param note what the reader should know of it; may be empty
 * @param verdict what was found about it
 */
public record Candidate(
    String name,
    CandidateKind kind,
    String rule,
    List<String> members,
    List<Double> weights,
    String crops,
    int passes,
    String note,
    Verdict verdict) {

  /** Copies the lists. */
  public Candidate {
    members = List.copyOf(members);
    weights = List.copyOf(weights);
  }

  /** Errors, likelihood, calibration, confusion. */
  public ClassificationMetrics metrics() {
    return verdict.metrics();
  }

  /** What a prediction takes, in words. */
  public String cost() {
    return passes == 1 ? "1 forward pass" : passes + " forward passes";
  }
}
