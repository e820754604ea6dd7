package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.List;
import org.polyak.evaluate.report.CandidateKind;

/**
 * Something that predicts by one model or by several: its probabilities are the mean of theirs.
 *
 * @param name in tables
 * @param kind how it predicts
 * @param models indices of its models in a {@link Prediction}
 * @param members names of the snapshots that it is made of
 * @param cost what one prediction takes, in words
 */
public record Contender(
    String name, CandidateKind kind, List<Integer> models, List<String> members, String cost)
    implements Serializable {

  /** Keeps a list that serialises. */
  public Contender {
    models = List.copyOf(models);
    members = List.copyOf(members);
  }

  /** Mean probabilities over the models, added in their order. */
  public double[] probabilities(Prediction prediction) {
    double[] mean = new double[prediction.probabilities()[0].length];
    for (int model : models) {
      double[] own = prediction.probabilities()[model];
      for (int c = 0; c < mean.length; c++) {
        mean[c] += own[c] / models.size();
      }
    }
    return mean;
  }
}
