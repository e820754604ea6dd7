package org.polyak.train.engine.nd4j;

import java.util.Optional;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.LayersInJava;
import org.polyak.train.engine.SmallComputation;
import org.polyak.train.engine.dl4j.NativeBackend;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

/** Layers of our own over ND4J's operations, on any backend of ND4J. */
public final class Nd4jEngineProvider implements EngineProvider {

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int preference() {
    return 15;
  }

  @Override
  public boolean runsOnGpus() {
    return true;
  }

  @Override
  public Probe probe(int threads) {
    NativeBackend.load();
    try (Engine engine = create(SmallComputation.network(), new SoftmaxCrossEntropy(), threads)) {
      SmallComputation.run(engine);
    }
    String line =
        "%s, %d thread%s a replica"
            .formatted(NativeBackend.describe(), threads, threads == 1 ? "" : "s");
    return NativeBackend.isAccelerated()
        ? new Probe(true, line)
        : new Probe(
            false,
            line
                + "; SLOW: this build of ND4J has no oneDNN; set training.engine to onednn, or see"
                + " Native speed in the README");
  }

  /** Which layers are not computed by ND4J's operations. */
  @Override
  public Optional<String> note(Network network) {
    return LayersInJava.note(
        network,
        NativeLayers::has,
        "computed by plain Java on the host, slower, on a GPU much slower, than ND4J's operations: ");
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    return new Nd4jEngine(network, loss, threads);
  }
}
