package org.polyak.train.average;

import java.util.Locale;

/** The averages over time that training keeps. */
public enum TimeAverageKind {
  /** Exponential moving average. */
  EMA,
  /** Stochastic weight averaging (Izmailov et al. 2018). */
  SWA,
  /** Mean of all moments from a start on (Polyak and Juditsky 1992; Ruppert 1988). */
  TAIL;

  /** The name in a recipe and of the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a name. */
  public static TimeAverageKind ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
