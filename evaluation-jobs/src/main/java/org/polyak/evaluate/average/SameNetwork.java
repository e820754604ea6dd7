package org.polyak.evaluate.average;

import java.util.List;
import java.util.Locale;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.Network.ParameterSlice;

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
      String difference = difference(first.network(), other.network());
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

  /** The first difference in words; empty if there is none. */
  static String difference(Network first, Network second) {
    List<ParameterSlice> a = first.parameterSlices();
    List<ParameterSlice> b = second.parameterSlices();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      String one = i < a.size() ? text(a.get(i)) : "no further layer";
      String other = i < b.size() ? text(b.get(i)) : "no further layer";
      if (!one.equals(other)) {
        return "parameter array %d is %s and %s".formatted(i + 1, one, other);
      }
    }
    return "";
  }

  private static String text(ParameterSlice slice) {
    return "%s of layer %s with shape %s"
        .formatted(
            slice.parameter().kind().name().toLowerCase(Locale.ROOT),
            slice.node().name(),
            slice.parameter().shape());
  }
}
