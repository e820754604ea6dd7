package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.List;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.predict.Contender;

/**
 * What is judged, and how.
 *
 * @param contenders with fitted weights
 * @param inverses fitted inverse temperatures, {@code [contender][half]}
 * @param halves which images are fitted on for which
 * @param classes number of classes
 * @param bins of confidence
 * @param replicates of the bootstrap; 0 for none
 * @param reference index of the contender that the others are compared with
 */
public record JudgePlan(
    List<Contender> contenders,
    double[][] inverses,
    Halves halves,
    int classes,
    int bins,
    int replicates,
    int reference)
    implements Serializable {

  /** Keeps a list that serialises. */
  public JudgePlan {
    contenders = List.copyOf(contenders);
  }

  double inverse(int contender, int half) {
    return inverses[contender][half];
  }

  /** Temperatures of a contender, one for each half that there is. */
  List<Double> temperatures(int contender) {
    return java.util.stream.IntStream.range(0, halves.count())
        .mapToObj(half -> 1 / inverses[contender][half])
        .toList();
  }
}
