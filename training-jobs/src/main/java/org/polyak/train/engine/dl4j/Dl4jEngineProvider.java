package org.polyak.train.engine.dl4j;

import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.SmallComputation;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

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
  public boolean runsOnGpus() {
    return true;
  }

  @Override
  public Probe probe(int threads) {
    NativeBackend.load();
    try (Dl4jEngine engine =
        new Dl4jEngine(SmallComputation.network(), new SoftmaxCrossEntropy(), threads)) {
      SmallComputation.run(engine);
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
    }
  }

  @Override
  public void check(Network network) {
    Dl4jGraph.check(network);
  }

  @Override
  public boolean givesImageGradients() {
    return false;
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    return new Dl4jEngine(network, loss, threads);
  }
}
