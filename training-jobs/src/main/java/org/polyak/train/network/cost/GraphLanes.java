package org.polyak.train.network.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * Where the edges of a network run when its nodes stand one below the other. An edge to the next
 * row is a straight line; edges to later rows leave their node on a lane beside the column, which
 * they share, and come back in at each reader.
 *
 * @param lanes of nodes that are read further down
 * @param straight rows whose node is read by the next row; row 0 is the image
 */
record GraphLanes(List<Lane> lanes, List<Integer> straight) {

  /**
   * Edges from one node.
   *
   * @param number distance from the column, from 0
   * @param from row of the node
   * @param to rows of its readers but the next row, rising
   */
  record Lane(int number, int from, List<Integer> to) {

    int end() {
      return to.get(to.size() - 1);
    }
  }

  static GraphLanes of(Network network) {
    Map<String, Integer> rows = new HashMap<>();
    rows.put(Network.INPUT, 0);
    Map<Integer, List<Integer>> readers = new HashMap<>();
    int row = 0;
    for (Node node : network.nodes()) {
      row++;
      rows.put(node.name(), row);
      for (String input : node.inputs()) {
        readers.computeIfAbsent(rows.get(input), r -> new ArrayList<>()).add(row);
      }
    }
    List<Lane> lanes = new ArrayList<>();
    List<Integer> straight = new ArrayList<>();
    for (int from = 0; from < row; from++) {
      int next = from + 1;
      List<Integer> to = readers.getOrDefault(from, List.of());
      if (to.contains(next)) {
        straight.add(from);
      }
      List<Integer> later = to.stream().filter(r -> r > next).distinct().toList();
      if (!later.isEmpty()) {
        lanes.add(new Lane(free(lanes, from), from, later));
      }
    }
    return new GraphLanes(lanes, straight);
  }

  private static int free(List<Lane> lanes, int from) {
    int number = 0;
    while (isTaken(lanes, number, from)) {
      number++;
    }
    return number;
  }

  private static boolean isTaken(List<Lane> lanes, int number, int from) {
    return lanes.stream().anyMatch(lane -> lane.number() == number && lane.end() > from);
  }

  /** How many lie side by side. */
  int width() {
    return lanes.stream().mapToInt(lane -> lane.number() + 1).max().orElse(0);
  }
}
