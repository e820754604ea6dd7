package org.polyak.train.averaging.mode;

import java.util.Locale;

/** What becomes of the optimiser's state (momentum and the like) when a round is over. */
public enum UpdaterState {
  /** Averaged like the parameters. */
  AVERAGE,
  /** Set to zero at the start of every round. */
  RESET,
  /** Each replica keeps its own. */
  KEEP;

  static UpdaterState ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
