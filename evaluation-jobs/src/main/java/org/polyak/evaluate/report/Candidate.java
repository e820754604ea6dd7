package org.polyak.evaluate.report;

import java.util.List;
import org.polyak.evaluate.metric.ClassificationMetrics;

/**
 * One way to predict that was judged.
 *
 * @param name unique in the report
 * @param kind how it predicts
 * @param members names of the snapshots it is made of, at least one
 * @param cost of a prediction, in words: "1 forward pass"
 * @param metrics what it reached
 */
public record Candidate(
    String name,
    CandidateKind kind,
    List<String> members,
    String cost,
    ClassificationMetrics metrics) {

  /** Copies the list. */
  public Candidate {
    members = List.copyOf(members);
  }
}
