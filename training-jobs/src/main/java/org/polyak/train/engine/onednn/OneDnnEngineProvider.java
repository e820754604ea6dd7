package org.polyak.train.engine.onednn;

import java.util.Optional;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.LayersInJava;
import org.polyak.train.engine.SmallComputation;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
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
    try (Engine engine = create(SmallComputation.network(), new SoftmaxCrossEntropy(), threads)) {
      SmallComputation.run(engine);
    }
    return new Probe(
        true,
        "%s, %d thread%s a replica"
            .formatted(OneDnnLibrary.describe(), threads, threads == 1 ? "" : "s"));
  }

  /** Which layers oneDNN does not have. */
  @Override
  public Optional<String> note(Network network) {
    return LayersInJava.note(
        network, NativeLayers::has, "computed by plain Java, slower than what oneDNN has: ");
  }

  @Override
  public boolean offers(ComputeType compute) {
    return true;
  }

  @Override
  public void check(ComputeType compute) {
    if (compute == ComputeType.BFLOAT16) {
      OneDnnLibrary.load();
      NativeBfloat16.check(OneDnnLibrary.instructionSet());
    }
  }

  @Override
  public void check(Network network, ComputeType compute) {
    check(compute);
    if (compute == ComputeType.BFLOAT16) {
      NativeBfloat16.check(network);
    }
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    return create(network, loss, ComputeType.FLOAT32, threads);
  }

  @Override
  public Engine create(Network network, Loss loss, ComputeType compute, int threads) {
    check(network, compute);
    return new OneDnnEngine(network, loss, compute, threads);
  }
}
