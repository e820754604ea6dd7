package org.polyak.train.network.cost;

import java.util.Locale;
import org.polyak.train.network.Shape;

/** A network's cost as lines of at most 100 columns. */
public final class CostTable {

  private static final String ROW = "%-16s %-12s %11s %11s %13s %9s %9s %8s";
  private static final int NAME = 16;
  private static final int LAYER = 12;

  private static final double MEGA = 1e6;

  private final StringBuilder text = new StringBuilder();
  private final NetworkCost cost;

  private CostTable(NetworkCost cost) {
    this.cost = cost;
  }

  /** The table and its totals, every line ended. */
  public static String of(NetworkCost cost) {
    CostTable table = new CostTable(cost);
    table.head();
    table.cost.nodes().forEach(table::row);
    table.totals();
    return table.text.toString();
  }

  private void head() {
    line(
        "%s on %s, %,d classes",
        cost.network().name(), cost.network().input(), cost.network().classes());
    line("");
    line(
        ROW,
        "node",
        "layer",
        "output",
        "parameters",
        "multiply-adds",
        "forward",
        "backward",
        "field");
    line(
        ROW, "input", "", cost.network().input(), "", "", count(cost.network().input()), "", "1/1");
  }

  private void row(NodeCost node) {
    line(
        ROW,
        start(node.node().name(), NAME),
        start(LayerText.of(node.node().layer()), LAYER),
        node.output(),
        count(node.parameters()),
        count(node.multiplyAdds()),
        count(node.forwardFloats()),
        count(node.backwardFloats()),
        node.field());
  }

  private void totals() {
    line(
        ROW,
        "all",
        "",
        "",
        count(cost.parameters()),
        count(cost.multiplyAdds()),
        count(cost.forwardFloats()),
        count(cost.backwardFloats()),
        "");
    line("");
    line(
        "parameters     %,16d   %.1f MB",
        cost.parameters(), NetworkCost.BYTES * cost.parameters() / MEGA);
    line("multiply-adds  %,16d   forward, one image", cost.multiplyAdds());
    line(
        "memory forward %,16d   floats, %.2f MB an image",
        cost.forwardFloats(), NetworkCost.BYTES * cost.forwardFloats() / MEGA);
    line(
        "and backward   %,16d   floats, %.2f MB an image",
        cost.backwardFloats(), NetworkCost.BYTES * cost.backwardFloats() / MEGA);
    line(
        "%nforward: floats kept of one image; activations and dropout overwrite their input."
            + "%nbackward: the gradient of each of these but the image."
            + "%nfield: pixels that a value sees / pixels to its neighbour's; all: the whole image.");
  }

  private static String count(Shape shape) {
    return count(shape.size());
  }

  private static String count(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }

  private static String start(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing());
    text.append(System.lineSeparator());
  }
}
