package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Relu;

/**
 * A node, or two that are computed in one pass over the values.
 *
 * @param node the first
 * @param relu the ReLU behind it, if that is all that reads it
 */
record Step(Node node, Optional<Node> relu) {

  boolean withRelu() {
    return relu.isPresent();
  }

  /** Names under which others read the result. */
  List<String> names() {
    return relu.map(r -> List.of(node.name(), r.name())).orElse(List.of(node.name()));
  }

  /**
   * The steps of a network, in order.
   *
   * @param folds of nodes that are one step, in the place of their last
   */
  static List<Step> of(Network network, Map<String, Fold> folds) {
    List<Step> steps = new ArrayList<>();
    Set<String> fused = new HashSet<>();
    folds.values().forEach(fold -> fused.addAll(fold.names()));
    fused.removeAll(folds.keySet());
    for (Node node : network.nodes()) {
      if (!fused.contains(node.name())) {
        Optional<Node> relu =
            !folds.containsKey(node.name())
                    && NativeLayers.has(node)
                    && (node.layer() instanceof BatchNorm || node.layer() instanceof Add)
                ? onlyReader(network, node).filter(r -> r.layer() instanceof Relu)
                : Optional.empty();
        relu.ifPresent(r -> fused.add(r.name()));
        steps.add(new Step(node, relu));
      }
    }
    return steps;
  }

  /** The node that reads another, if it is the only one. */
  static Optional<Node> onlyReader(Network network, Node node) {
    List<Node> readers =
        network.nodes().stream().filter(n -> n.inputs().contains(node.name())).toList();
    return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
  }
}
