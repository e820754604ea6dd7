package org.polyak.train.engine;

import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/** What an engine says of a layer that it does not compute. */
public final class UnsupportedLayer {

  private UnsupportedLayer() {}

  /**
   * The failure to throw.
   *
   * @param engine name of the engine
   */
  public static PolyakException of(String engine, Network network, Node node) {
    return PolyakException.usage(
        "%s: node %s: the engine %s does not compute %s; choose another by training.engine",
        network.name(), node.name(), engine, node.layer());
  }
}
