package org.polyak.train.network.recipe;

import java.util.ArrayList;
import java.util.List;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.zoo.Architecture;

/**
 * A network whose outputs are the inner nodes of a tree over the classes, one less than classes,
 * with the layer behind it that makes logarithms of class probabilities of them.
 *
 * @param body the network
 */
record HierarchicalHead(Architecture body) implements Architecture {

  @Override
  public Network build(String name, Shape input, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          name + ": a hierarchical softmax needs two classes, not " + classes);
    }
    Network network = body.build(name, input, classes - 1);
    List<Node> nodes = new ArrayList<>(network.nodes());
    String last = nodes.get(nodes.size() - 1).name();
    nodes.add(new Node("hierarchical-softmax", new HierarchicalSoftmax(), List.of(last)));
    return new Network(name, input, nodes);
  }

  @Override
  public Purpose purpose() {
    return body.purpose();
  }
}
