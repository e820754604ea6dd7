package org.polyak.train.engine.plain;

import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/** Plain Java: slow, and right. */
public final class PlainEngineProvider implements EngineProvider {

  @Override
  public String name() {
    return "java";
  }

  @Override
  public int preference() {
    return 30;
  }

  @Override
  public Probe probe(int threads) {
    return new Probe(
        false,
        "plain Java in double precision, one thread a replica; SLOW: for checks, set"
            + " training.engine to auto for anything else");
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    return new PlainEngine(network, loss);
  }
}
