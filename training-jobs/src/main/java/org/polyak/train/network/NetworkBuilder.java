package org.polyak.train.network;

import java.util.ArrayList;
import java.util.List;
import org.polyak.train.network.layer.Layer;

/** Chains layers into a network; what it adds reads the node added before, unless told. */
public final class NetworkBuilder {

  private final String name;
  private final Shape input;
  private final List<Node> nodes = new ArrayList<>();
  private String last = Network.INPUT;

  /** Starts a network for images of shape {@code input}. */
  public NetworkBuilder(String name, Shape input) {
    this.name = name;
    this.input = input;
  }

  /** Appends a layer that reads the last node. */
  public NetworkBuilder then(String node, Layer layer) {
    return join(node, layer, last);
  }

  /** Appends a layer that reads the named nodes. */
  public NetworkBuilder join(String node, Layer layer, String... inputs) {
    nodes.add(new Node(node, layer, List.of(inputs)));
    last = node;
    return this;
  }

  /** Name of the node added last. */
  public String last() {
    return last;
  }

  /** The network so far. */
  public Network build() {
    return new Network(name, input, nodes);
  }
}
