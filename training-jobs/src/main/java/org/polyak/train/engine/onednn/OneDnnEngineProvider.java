package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.SmallComputation;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

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
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (!NativeLayers.has(node)) {
        String kind = node.layer().getClass().getSimpleName();
        nodes.computeIfAbsent(kind, k -> new ArrayList<>()).add(node.name());
      }
    }
    return nodes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            nodes.entrySet().stream()
                .map(e -> e.getKey() + " " + some(e.getValue()))
                .collect(
                    Collectors.joining(
                        "; ", "computed by plain Java, slower than what oneDNN has: ", "")));
  }

  private static String some(List<String> nodes) {
    return nodes.size() <= 3
        ? "(" + String.join(", ", nodes) + ")"
        : "(%s, %s and %d more)".formatted(nodes.get(0), nodes.get(1), nodes.size() - 2);
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
