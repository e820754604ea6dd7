package org.polyak.train.network.recipe;

import java.io.Serializable;
import java.util.List;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.zoo.Architecture;

/**
 * A network that a recipe describes layer by layer.
 *
 * @param items its nodes in order
 */
record DescribedNetwork(List<Item> items) implements Architecture {

  /**
   * A node of it.
   *
   * @param node the node
   * @param perClass whether its layer has as many outputs as there are classes
   */
  record Item(Node node, boolean perClass) implements Serializable {

    Layer layer(int classes) {
      if (!perClass) {
        return node.layer();
      }
      if (node.layer() instanceof Convolution c) {
        return new Convolution(
            classes,
            c.kernel(),
            c.stride(),
            c.padding(),
            c.dilation(),
            c.groups(),
            c.bias(),
            c.weightNorm());
      }
      Dense d = (Dense) node.layer();
      return new Dense(classes, d.bias(), d.weightNorm(), d.dropConnect());
    }
  }

  /** Keeps an own copy of the nodes. */
  DescribedNetwork {
    items = List.copyOf(items);
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    for (Item item : items) {
      Node node = item.node();
      net.join(node.name(), item.layer(classes), node.inputs().toArray(String[]::new));
    }
    Network network = net.build();
    if (network.classes() != classes) {
      throw new IllegalArgumentException(
          "%s: node %s ends the network with %d values, and there are %d classes; leave units or"
                  .formatted(name, net.last(), network.classes(), classes)
              + " filters of the last layer out");
    }
    return network;
  }
}
