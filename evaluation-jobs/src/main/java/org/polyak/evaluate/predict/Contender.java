package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.List;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.combine.Fitting;
import org.polyak.evaluate.report.CandidateKind;

/**
 * Something that predicts by one column of the predictions or by several.
 *
 * @param name in tables, unique
 * @param kind how it predicts
 * @param combination of columns
 * @param fitting how the combination's weights are found
 * @param members names of the snapshots that it is made of
 * @param crops name of its crop set
 * @param note what the reader should know of it; empty for nothing
 */
public record Contender(
    String name,
    CandidateKind kind,
    Combination combination,
    Fitting fitting,
    List<String> members,
    String crops,
    String note)
    implements Serializable {

  /** Keeps a list that serialises. */
  public Contender {
    members = List.copyOf(members);
  }

  /** With weights that were fitted. */
  public Contender with(Combination fitted) {
    return new Contender(name, kind, fitted, fitting, members, crops, note);
  }

  /** Its probabilities for an image of a half. */
  public double[] probabilities(Prediction prediction, int half) {
    return combination.probabilities(prediction.probabilities(), half);
  }

  /** Columns whose weight is not 0: what has to be predicted to use it. */
  public List<Integer> used() {
    return combination.columns().stream()
        .filter(
            column ->
                combination.weights().stream()
                    .anyMatch(w -> w.get(combination.columns().indexOf(column)) > 0))
        .toList();
  }
}
