package org.polyak.train.engine.onednn;

import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.SmallComputation;
import org.polyak.train.network.Network;

/** oneDNN directly: the fast way on x86-64 processors. */
public final class OneDnnEngineProvider implements EngineProvider {

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Probe probe(int threads) {
    try (Engine engine = create(SmallComputation.network(), threads)) {
      SmallComputation.run(engine);
    }
    return new Probe(
        true,
        "%s, %d thread%s a replica"
            .formatted(OneDnnLibrary.describe(), threads, threads == 1 ? "" : "s"));
  }

  @Override
  public Engine create(Network network, int threads) {
    return new OneDnnEngine(network, threads);
  }
}
