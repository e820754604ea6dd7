package org.polyak.train.engine.onednn;

import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Phase;

/** What the pass that is computed is for; layers in Java read it. */
final class Pass {

  private Phase phase = Phase.TEST;
  private RandomKey key;

  void begin(Phase phaseOfPass, RandomKey keyOfPass) {
    phase = phaseOfPass;
    key = keyOfPass;
  }

  Phase phase() {
    return phase;
  }

  RandomKey key() {
    return key;
  }
}
