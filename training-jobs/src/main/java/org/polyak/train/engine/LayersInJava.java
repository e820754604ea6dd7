package org.polyak.train.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/** What an engine says of layers that it leaves to plain Java. */
public final class LayersInJava {

  private LayersInJava() {}

  /**
   * The kinds of these layers with some of their nodes; empty if there are none.
   *
   * @param isNative whether the engine's library computes a node
   * @param introduction what comes before them
   */
  public static Optional<String> note(
      Network network, Predicate<Node> isNative, String introduction) {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (!isNative.test(node)) {
        String kind = node.layer().getClass().getSimpleName();
        nodes.computeIfAbsent(kind, k -> new ArrayList<>()).add(node.name());
      }
    }
    return nodes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            nodes.entrySet().stream()
                .map(e -> e.getKey() + " " + some(e.getValue()))
                .collect(Collectors.joining("; ", introduction, "")));
  }

  private static String some(List<String> nodes) {
    return nodes.size() <= 3
        ? "(" + String.join(", ", nodes) + ")"
        : "(%s, %s and %d more)".formatted(nodes.get(0), nodes.get(1), nodes.size() - 2);
  }
}
