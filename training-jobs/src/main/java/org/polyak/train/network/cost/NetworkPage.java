package org.polyak.train.network.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.polyak.train.network.Network;

/** A network drawn: one HTML file with style and drawing inside, without scripts. */
public final class NetworkPage {

  private static final double MEGA = 1e6;
  private static final int ROW = 20;
  private static final int LANE = 11;
  private static final int EDGE = 14;
  private static final int NAME = 190;
  private static final int LAYER = 120;
  private static final int SHAPE = 110;
  private static final int BAR = 165;
  private static final int GAP = 12;
  private static final int FIELD = 90;

  private final StringBuilder html = new StringBuilder();
  private final NetworkCost cost;
  private final GraphLanes lanes;
  private final int column;

  private NetworkPage(NetworkCost cost) {
    this.cost = cost;
    this.lanes = GraphLanes.of(cost.network());
    this.column = EDGE + LANE * lanes.width();
  }

  /** The page; the same network gives the same text. */
  public static String of(NetworkCost cost) {
    NetworkPage page = new NetworkPage(cost);
    page.head();
    page.drawing();
    page.html.append("</main></body></html>\n");
    return page.html.toString();
  }

  private void head() {
    Network network = cost.network();
    String name = escape(network.name());
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'unsafe-inline'; img-src data:; base-uri 'none'\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">");
    html.append("<link rel=\"icon\" href=\"data:,\"><title>").append(name);
    html.append(" – Polyak</title><style>").append(style()).append("</style></head><body><main>");
    html.append("<h1>").append(name).append("</h1><p class=\"muted\">");
    html.append(
        format(
            "Images of %s, %,d classes. Multiply-adds of convolutions and dense layers, of one"
                + " image forward. Memory: floats kept of one image; activation functions and"
                + " dropout overwrite their input. The field of a value: pixels that it sees /"
                + " pixels to its neighbour’s.",
            network.input(), network.classes()));
    html.append("</p><div class=\"cards\">");
    card("parameters", format("%,d", cost.parameters()));
    card("MB as float32", megabytes(cost.parameters()));
    card("multiply-adds", format("%,d", cost.multiplyAdds()));
    card("MB an image forward", megabytes(cost.forwardFloats()));
    card("MB more backward", megabytes(cost.backwardFloats()));
    card("layers with weights", format("%,d", weighted()));
    html.append("</div>\n");
  }

  private long weighted() {
    return cost.nodes().stream().filter(node -> node.multiplyAdds() > 0).count();
  }

  private void card(String label, String value) {
    html.append("<div class=\"card\"><span class=\"value\">").append(value);
    html.append("</span><span class=\"label\">").append(label).append("</span></div>");
  }

  private void drawing() {
    int height = ROW * (cost.nodes().size() + 2);
    html.append(
        format(
            "<div class=\"scroll\"><svg width=\"%d\" height=\"%d\" role=\"img\""
                + " aria-label=\"The layers of %s\">",
            width(), height, escape(cost.network().name())));
    titles();
    bands();
    edges();
    image();
    bars(bar(0), NodeCost::parameters);
    bars(bar(1), NodeCost::multiplyAdds);
    bars(bar(2), NodeCost::forwardFloats);
    for (int i = 0; i < cost.nodes().size(); i++) {
      node(i + 1, cost.nodes().get(i));
    }
    html.append("</svg></div>");
  }

  private void titles() {
    int y = ROW / 2;
    text(name(), y, "head", "node");
    text(layer(), y, "head", "layer");
    text(shape(), y, "head", "output");
    text(bar(0), y, "head", "parameters");
    text(bar(1), y, "head", "multiply-adds");
    text(bar(2), y, "head", "floats kept");
    text(field(), y, "head", "field");
  }

  /** Nodes of one block on a band of their own. */
  private void bands() {
    boolean dark = false;
    int start = 0;
    List<NodeCost> nodes = cost.nodes();
    for (int i = 1; i <= nodes.size(); i++) {
      if (i == nodes.size() || !block(nodes.get(i)).equals(block(nodes.get(start)))) {
        if (i - start > 1) {
          if (dark) {
            html.append(
                format(
                    "<rect class=\"band\" x=\"0\" width=\"%d\" y=\"%d\" height=\"%d\"/>",
                    width(), y(start + 1) - ROW / 2, ROW * (i - start)));
          }
          dark = !dark;
        }
        start = i;
      }
    }
  }

  private static String block(NodeCost node) {
    String name = node.node().name();
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private void edges() {
    for (int from : lanes.straight()) {
      html.append(format("<path class=\"edge\" d=\"M%d %dV%d\"/>", column, y(from), y(from + 1)));
    }
    for (GraphLanes.Lane lane : lanes.lanes()) {
      int x = column - LANE * (lane.number() + 1);
      for (int to : lane.to()) {
        html.append(
            format(
                "<path class=\"edge\" d=\"M%d %dQ%d %d %d %dV%dQ%d %d %d %d\"/>",
                column,
                y(lane.from()),
                x,
                y(lane.from()),
                x,
                y(lane.from()) + ROW / 2,
                y(to) - ROW / 2,
                x,
                y(to),
                column,
                y(to)));
      }
    }
  }

  private void image() {
    dot(0, "image");
    text(name(), y(0), "", "input");
    text(shape(), y(0), "", cost.network().input().toString());
  }

  private void node(int row, NodeCost node) {
    dot(row, node.parameters() > 0 ? "weights" : "");
    text(name(), y(row), "", shortened(node.node().name(), 27));
    text(layer(), y(row), "muted", LayerText.of(node.node().layer()));
    text(shape(), y(row), "", node.output().toString());
    text(field(), y(row), "muted", node.field().toString());
  }

  private void dot(int row, String kind) {
    html.append(
        format(
            "<circle class=\"dot %s\" cx=\"%d\" cy=\"%d\" r=\"%s\"/>",
            kind, column, y(row), kind.isEmpty() ? "3" : "4.5"));
  }

  private void bars(int x, ToLongFunction<NodeCost> figure) {
    long most = Math.max(1, cost.nodes().stream().mapToLong(figure).max().orElse(1));
    for (int i = 0; i < cost.nodes().size(); i++) {
      long value = figure.applyAsLong(cost.nodes().get(i));
      if (value > 0) {
        int room = BAR - GAP;
        html.append(
            format(
                "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                x, y(i + 1) - ROW / 2 + 3, Math.max(1, (double) value / most * room), ROW - 6));
        text(x + 4, y(i + 1), "figure", format("%,d", value));
      }
    }
  }

  private void text(int x, int y, String kind, String text) {
    html.append(format("<text class=\"%s\" x=\"%d\" y=\"%d\">", kind, x, y));
    html.append(escape(text)).append("</text>");
  }

  private static int y(int row) {
    return ROW / 2 + ROW * (row + 1);
  }

  private int name() {
    return column + EDGE;
  }

  private int layer() {
    return name() + NAME;
  }

  private int shape() {
    return layer() + LAYER;
  }

  private int bar(int number) {
    return shape() + SHAPE + BAR * number;
  }

  private int field() {
    return bar(3);
  }

  private int width() {
    return field() + FIELD;
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private static String megabytes(long floats) {
    double megabytes = NetworkCost.BYTES * floats / MEGA;
    return format(megabytes < 10 ? "%,.2f" : "%,.1f", megabytes);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String style() {
    try (InputStream in = NetworkPage.class.getResourceAsStream("network.css")) {
      if (in == null) {
        throw new IllegalStateException("The build lacks the resource network.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
