package org.polyak.train.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.Norm;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Sides;

/**
 * A network for images of another size than it was trained for, with the same parameters in the
 * same places (Sermanet et al., "OverFeat", 2014; Simonyan and Zisserman 2015; He et al. 2015).
 *
 * <p>A dense layer over a map of h x w becomes a convolution with kernels of h x w: the weights of
 * both lie in the same order. The mean over the last map of h x w becomes a mean over windows of h
 * x w with a step of 1. So the network gives a map of scores, one for each place where an image of
 * the training size fits, and its mean is the result: without padding, exactly the mean of the
 * logits of all these crops, each of which costs only what it does not share with others. Padding
 * is at the border of the large image only. Gates of squeeze and excitation look at the whole map.
 */
public final class FullyConvolutional {

  private static final String MEAN = "mean-of-scores";

  private FullyConvolutional() {}

  /**
   * The network for images of another size.
   *
   * @param height rows, at least as many as those it was trained for
   * @param width columns, at least as many
   * @throws PolyakException if a layer has no such form, or the image is too small
   */
  public static Network of(Network network, int height, int width) {
    Shape trained = network.input();
    if (height < trained.height() || width < trained.width()) {
      throw PolyakException.usage(
          "%s was trained on images of %dx%d and cannot see one of %dx%d",
          network, trained.height(), trained.width(), height, width);
    }
    Set<String> gates = gates(network);
    NetworkBuilder builder =
        new NetworkBuilder(network.name(), new Shape(height, width, trained.channels()));
    for (Node node : network.nodes()) {
      List<Shape> inputs = node.inputs().stream().map(network::shape).toList();
      Layer layer =
          gates.contains(node.name()) ? node.layer() : layer(network, node, inputs.get(0));
      builder.join(node.name(), layer, node.inputs().toArray(new String[0]));
    }
    Network result = builder.build();
    return isPoint(result.shape(builder.last()))
        ? result
        : builder.then(MEAN, new GlobalAveragePool()).build();
  }

  private static Layer layer(Network network, Node node, Shape input) {
    Layer layer = node.layer();
    Sides window = new Sides(input.height(), input.width());
    if (layer instanceof Dense dense) {
      return new Convolution(
          dense.units(),
          window,
          Sides.ONE,
          Sides.NONE,
          Sides.ONE,
          1,
          dense.bias(),
          dense.weightNorm());
    }
    if (layer instanceof GlobalAveragePool) {
      return new AveragePool(window, Sides.ONE, Sides.NONE, false, false);
    }
    boolean byBatch = layer instanceof BatchNorm || layer instanceof DecorrelatedBatchNorm;
    boolean mixes = layer instanceof Norm && !byBatch && isPoint(input);
    if (mixes || layer instanceof HierarchicalSoftmax) {
      throw PolyakException.usage(
          "%s cannot see images of other sizes than it was trained on: node %s (%s) is made for one"
              + " place, not for a map",
          network, node.name(), layer.getClass().getSimpleName());
    }
    return layer;
  }

  /** Nodes of 1x1 that a gate is computed by. */
  private static Set<String> gates(Network network) {
    Set<String> gates = new HashSet<>();
    List<Node> nodes = new ArrayList<>(network.nodes());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.layer() instanceof Scale) {
        add(gates, network, node.inputs().get(1));
      } else if (gates.contains(node.name())) {
        node.inputs().forEach(input -> add(gates, network, input));
      }
    }
    return gates;
  }

  private static void add(Set<String> gates, Network network, String node) {
    if (isPoint(network.shape(node))) {
      gates.add(node);
    }
  }

  private static boolean isPoint(Shape shape) {
    return shape.height() == 1 && shape.width() == 1;
  }
}
