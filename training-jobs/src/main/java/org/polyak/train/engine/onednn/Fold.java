package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Sides;

/**
 * Nodes that are one convolution in test mode: batch normalisation by fixed statistics is a factor
 * and a summand a channel, which go into weights and bias; the sum with a shortcut and the ReLU
 * behind it are taken while the result is still in registers.
 *
 * @param convolution the first
 * @param norm all that reads it
 * @param add all that reads the norm, if it is a sum that can be taken in place of the shortcut
 * @param shortcut the sum's other input, if there is a sum
 * @param relu all that reads the result so far, if it is a ReLU
 */
record Fold(
    Node convolution,
    Node norm,
    Optional<Node> add,
    Optional<String> shortcut,
    Optional<Node> relu) {

  /** Names under which others read a result: only the last of them is read. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(convolution.name(), norm.name()));
    add.ifPresent(node -> names.add(node.name()));
    relu.ifPresent(node -> names.add(node.name()));
    return names;
  }

  /** The node at whose place all inputs are computed. */
  String last() {
    List<String> names = names();
    return names.get(names.size() - 1);
  }

  /** The folds of a network by their last node. */
  static Map<String, Fold> of(Network network) {
    Map<String, Fold> folds = new LinkedHashMap<>();
    Set<Node> summed = new HashSet<>();
    for (Node node : network.nodes()) {
      Optional<Node> norm = norm(network, node);
      if (norm.isPresent()) {
        Optional<Node> add =
            add(network, norm.get())
                .filter(sum -> !summed.contains(sum))
                .filter(sum -> mayBeOverwritten(network, other(sum, norm.get()), sum));
        add.ifPresent(summed::add);
        Optional<String> shortcut = add.map(sum -> other(sum, norm.get()));
        Optional<Node> relu = relu(network, add.orElse(norm.get()));
        Fold fold = new Fold(node, norm.get(), add, shortcut, relu);
        folds.put(fold.last(), fold);
      }
    }
    return folds;
  }

  private static Optional<Node> norm(Network network, Node node) {
    return node.layer() instanceof Convolution c && isPlain(c)
        ? Step.onlyReader(network, node).filter(reader -> reader.layer() instanceof BatchNorm)
        : Optional.empty();
  }

  private static boolean isPlain(Convolution layer) {
    return layer.groups() == 1 && layer.dilation().equals(Sides.ONE) && !layer.weightNorm();
  }

  private static Optional<Node> add(Network network, Node norm) {
    return Step.onlyReader(network, norm)
        .filter(node -> node.layer() instanceof Add && node.inputs().size() == 2)
        .filter(node -> !node.inputs().get(0).equals(node.inputs().get(1)));
  }

  private static Optional<Node> relu(Network network, Node node) {
    return Step.onlyReader(network, node).filter(reader -> reader.layer() instanceof Relu);
  }

  /** The other input of a sum. */
  private static String other(Node sum, Node norm) {
    return sum.inputs().get(sum.inputs().get(0).equals(norm.name()) ? 1 : 0);
  }

  /**
   * Whether everything else that reads a node is computed before the sum, and its array holds
   * nothing that must stay.
   */
  private static boolean mayBeOverwritten(Network network, String name, Node sum) {
    List<Node> nodes = network.nodes();
    boolean passing =
        nodes.stream()
            .filter(node -> node.name().equals(name))
            .map(Node::layer)
            .anyMatch(l -> l instanceof Relu || l instanceof BatchNorm || l instanceof Add);
    return passing
        && nodes.stream()
            .filter(node -> node.inputs().contains(name) && !node.equals(sum))
            .allMatch(node -> nodes.indexOf(end(network, node)) < nodes.indexOf(sum));
  }

  /** The node at whose place a node is computed at the latest: that of a fold is computed late. */
  private static Node end(Network network, Node node) {
    Optional<Node> norm = norm(network, node);
    if (norm.isEmpty()) {
      return node;
    }
    Node sum = add(network, norm.get()).orElse(norm.get());
    return relu(network, sum).orElse(sum);
  }
}
