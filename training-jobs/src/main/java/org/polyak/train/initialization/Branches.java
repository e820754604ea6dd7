package org.polyak.train.initialization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;

/** The residual branches of a network: what an addition adds first, back to where it parted. */
final class Branches {

  private final Map<String, Node> nodes = new HashMap<>();
  private final List<List<Node>> branches = new ArrayList<>();

  private Branches(Network network) {
    network.nodes().forEach(node -> nodes.put(node.name(), node));
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Add) {
        branches.add(branch(node));
      }
    }
  }

  /** The nodes of each branch, the last first. */
  static List<List<Node>> of(Network network) {
    return List.copyOf(new Branches(network).branches);
  }

  private List<Node> branch(Node add) {
    Set<String> shortcut = new HashSet<>();
    String at = add.inputs().get(1);
    while (nodes.containsKey(at)) {
      shortcut.add(at);
      at = nodes.get(at).inputs().get(0);
    }
    List<Node> branch = new ArrayList<>();
    at = add.inputs().get(0);
    while (nodes.containsKey(at) && !shortcut.contains(at)) {
      branch.add(nodes.get(at));
      at = nodes.get(at).inputs().get(0);
    }
    return branch;
  }
}
