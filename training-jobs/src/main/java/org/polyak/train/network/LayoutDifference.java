package org.polyak.train.network;

import java.util.List;
import java.util.Locale;
import org.polyak.train.network.Network.ParameterSlice;

/** Where the parameter vectors of two networks stop meaning the same. */
public final class LayoutDifference {

  private LayoutDifference() {}

  /** The first layer that differs, with both shapes, in words; empty if there is none. */
  public static String between(Network first, Network second) {
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
