package org.polyak.train.network.layer;

/** Checks of probabilities. */
final class Rates {

  private Rates() {}

  /** Of leaving something out: not everything. */
  static void check(String what, double rate) {
    Inputs.check(
        rate >= 0 && rate < 1, "Invalid rate of %s: %s (expected 0 to below 1)", what, rate);
  }
}
