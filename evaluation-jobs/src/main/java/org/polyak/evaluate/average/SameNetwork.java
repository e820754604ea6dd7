package org.polyak.evaluate.average;

import java.util.List;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.LayoutDifference;

/** Whether weights of two runs can be averaged: theirs must be the same network. */
public final class SameNetwork {

  private SameNetwork() {}

  /**
   * Checks runs against the first of them.
   *
   * @throws PolyakException naming the first layer that differs, with both shapes
   */
  public static void check(List<EvaluatedRun> runs) {
    EvaluatedRun first = runs.get(0);
    for (EvaluatedRun other : runs.subList(1, runs.size())) {
      String difference = LayoutDifference.between(first.network(), other.network());
      if (!difference.isEmpty()) {
        throw PolyakException.data(
            "Weights of %s and %s cannot be averaged: %s in %s and %s",
            first.folder().path(),
            other.folder().path(),
            difference,
            first.network().name(),
            other.network().name());
      }
    }
  }
}
