package org.polyak.train.network;

import java.io.Serializable;
import java.util.List;
import org.polyak.train.network.layer.Layer;

/**
 * A layer at its place in a network.
 *
 * @param name unique within the network
 * @param layer what it computes
 * @param inputs names of the nodes that it reads, {@link Network#INPUT} for the image
 */
public record Node(String name, Layer layer, List<String> inputs) implements Serializable {

  /** Keeps an own copy of the inputs. */
  public Node {
    inputs = List.copyOf(inputs);
  }
}
