package org.polyak.train.averaging.mode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What replicas do when a round is over. */
public enum Mode {
  /**
   * All go on from their average (local SGD: McMahan et al. 2017, "Communication-efficient learning
   * of deep networks from decentralized data"; Stich 2019, "Local SGD converges fast and
   * communicates little").
   */
  SYNCHRONOUS,
  /** Each goes on from its own parameters, pulled towards a centre, {@link ElasticAveraging}. */
  ELASTIC;

  static List<String> keys() {
    return Arrays.stream(values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList();
  }

  static Mode ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
