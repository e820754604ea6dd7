package org.polyak.train.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyak.train.network.layer.Layer;

/** Chains layers into a network; what it adds reads the node added before, unless told. */
public final class NetworkBuilder {

  private final String name;
  private final Shape input;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private String last = Network.INPUT;

  /** Starts a network for images of shape {@code input}. */
  public NetworkBuilder(String name, Shape input) {
    this.name = name;
    this.input = input;
    shapes.put(Network.INPUT, input);
  }

  /**
   * Appends a layer that reads the last node.
   *
   * @throws IllegalArgumentException if the layer cannot take it
   */
  public NetworkBuilder then(String node, Layer layer) {
    return join(node, layer, last);
  }

  /**
   * Appends a layer that reads the named nodes.
   *
   * @throws IllegalArgumentException if there is no such node, or the layer cannot take it
   */
  public NetworkBuilder join(String node, Layer layer, String... inputs) {
    Node added = new Node(node, layer, List.of(inputs));
    shapes.put(node, Network.outputOf(name, added, shapes));
    nodes.add(added);
    last = node;
    return this;
  }

  /** What is appended next reads the named node, such as where a branch starts. */
  public NetworkBuilder from(String node) {
    last = node;
    return this;
  }

  /** Name of the node added last, or of that named since. */
  public String last() {
    return last;
  }

  /** Channels of what is read next. */
  public int channels() {
    return shapes.get(last).channels();
  }

  /** The network so far. */
  public Network build() {
    return new Network(name, input, nodes);
  }
}
