package org.polyak.train.network.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;

/**
 * What a network costs: parameters, multiply-adds and memory, by node and in all. These are figures
 * of the network, not of an engine, which may keep more for its speed, or less.
 *
 * <p>The rule for memory is that of the course notes on VGG: a float for each value of the image
 * and of the output of each layer; activation functions, dropout and stochastic depth overwrite
 * their input and keep nothing of their own. The pass backward needs a gradient for each of these
 * but the image.
 *
 * @param network the network
 * @param nodes its nodes in order
 */
public record NetworkCost(Network network, List<NodeCost> nodes) {

  /** Bytes of a float32. */
  public static final int BYTES = 4;

  /** Keeps an own copy of the nodes. */
  public NetworkCost {
    nodes = List.copyOf(nodes);
  }

  /** Counts. */
  public static NetworkCost of(Network network) {
    Map<String, ReceptiveField> fields = new HashMap<>();
    fields.put(Network.INPUT, ReceptiveField.PIXEL);
    List<NodeCost> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      ReceptiveField field = field(node, fields);
      fields.put(node.name(), field);
      nodes.add(cost(network, node, field));
    }
    return new NetworkCost(network, nodes);
  }

  private static NodeCost cost(Network network, Node node, ReceptiveField field) {
    Layer layer = node.layer();
    Shape output = network.shape(node.name());
    long positions = (long) output.height() * output.width();
    List<Parameter> parameters = layer.parameters(network.shape(node.inputs().get(0)));
    long weights =
        parameters.stream()
            .filter(p -> p.kind() == Parameter.Kind.WEIGHT)
            .mapToLong(Parameter::count)
            .sum();
    long kept = inPlace(layer) ? 0 : positions * output.channels();
    return new NodeCost(
        node,
        output,
        parameters.stream().mapToLong(Parameter::count).sum(),
        // Every weight meets one value at every position of the output.
        weights * positions,
        kept,
        kept,
        field);
  }

  private static boolean inPlace(Layer layer) {
    return (layer instanceof Activation && !(layer instanceof Maxout))
        || layer instanceof Dropout
        || layer instanceof SpatialDropout
        || layer instanceof StochasticDepth;
  }

  private static ReceptiveField field(Node node, Map<String, ReceptiveField> fields) {
    // What a gate measures of the whole image is not counted, nor what normalisations do.
    List<String> read = node.layer() instanceof Scale ? node.inputs().subList(0, 1) : node.inputs();
    ReceptiveField field =
        read.stream().map(fields::get).reduce(ReceptiveField::with).orElseThrow();
    return FieldWindow.of(node.layer())
        .map(window -> field.behind(window.size(), window.stride()))
        .orElse(ReceptiveField.WHOLE);
  }

  /** Parameters in all. */
  public long parameters() {
    return sum(NodeCost::parameters);
  }

  /** Multiply-adds of one pass forward. */
  public long multiplyAdds() {
    return sum(NodeCost::multiplyAdds);
  }

  /** Floats that a pass forward keeps for one image, the image included. */
  public long forwardFloats() {
    return network.input().size() + sum(NodeCost::forwardFloats);
  }

  /** Floats that the pass backward adds for one image. */
  public long backwardFloats() {
    return sum(NodeCost::backwardFloats);
  }

  private long sum(ToLongFunction<NodeCost> figure) {
    return nodes.stream().mapToLong(figure).sum();
  }
}
