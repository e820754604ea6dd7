package org.polyak.train.gradient;

/** What a relative error says. */
public enum Verdict {
  /** Rounding. */
  GOOD,
  /** Can be if the network has kinks, as those of ReLU and maximum. */
  ACCEPTABLE,
  /** Hardly explained by kinks. */
  SUSPICIOUS,
  /** A mistake. */
  WRONG;

  /** Whether a check passes. */
  public boolean passes() {
    return this == GOOD || this == ACCEPTABLE;
  }
}
