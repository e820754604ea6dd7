package org.polyak.train.engine.onednn;

import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.network.Layer;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;

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
    Network network =
        new NetworkBuilder("probe", new Shape(8, 8, 3))
            .then("conv", new Layer.Convolution(4, 3, 1, 1, false))
            .then("logits", new Layer.Dense(2))
            .build();
    try (Engine engine = create(network, threads)) {
      float[] images = new float[network.input().size()];
      float[] parameters = new float[network.parameterCount()];
      engine.logits(parameters, new float[0], 1, images, new float[network.classes()]);
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
