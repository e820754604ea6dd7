package org.polyak.train.engine.dl4j;

import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.network.Layer;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;

/** Deeplearning4j on any backend of ND4J. */
public final class Dl4jEngineProvider implements EngineProvider {

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Probe probe(int threads) {
    NativeBackend.prepare();
    Network network =
        new NetworkBuilder("probe", new Shape(8, 8, 3))
            .then("conv", new Layer.Convolution(4, 3, 1, 1, false))
            .then("logits", new Layer.Dense(2))
            .build();
    try (Dl4jEngine engine = new Dl4jEngine(network, threads)) {
      float[] images = new float[network.input().size()];
      engine.logits(new float[network.parameterCount()], new float[0], 1, images, new float[2]);
      String line =
          "%s, %d thread%s a replica"
              .formatted(NativeBackend.describe(), threads, threads == 1 ? "" : "s");
      if (engine.accelerated()) {
        return new Probe(true, line);
      }
      return new Probe(
          false,
          line
              + "; SLOW: DL4J's convolutions do not use oneDNN here; set training.engine to onednn,"
              + " or see Native speed in the README");
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw PolyakException.internal(
          e,
          "ND4J's native library does not load on this machine (%s): it needs Linux on x86-64 with"
              + " AVX2",
          e.getMessage());
    }
  }

  @Override
  public Engine create(Network network, int threads) {
    return new Dl4jEngine(network, threads);
  }
}
