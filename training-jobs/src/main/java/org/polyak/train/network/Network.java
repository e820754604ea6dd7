package org.polyak.train.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.layer.Statistics;

/**
 * A network as a graph of layers, independent of any engine. The last node gives the logits, one a
 * class; softmax and cross entropy follow it in training and are not part of the graph.
 *
 * <p>Two flat vectors belong to a network, and every engine keeps to their layout, so that a
 * snapshot can be read by any engine:
 *
 * <ul>
 *   <li>the <b>parameters</b>: for each node in order, its layer's parameters in order, row-major;
 *   <li>the <b>statistics</b>: for each batch normalisation in order, the mean of each channel,
 *       then the variance of each channel, or its covariances with its group.
 * </ul>
 */
public final class Network {

  /** The name by which nodes refer to the image. */
  public static final String INPUT = "input";

  private final String name;
  private final Shape input;
  private final List<Node> nodes;
  private final Map<String, Shape> shapes = new HashMap<>();
  private final List<ParameterSlice> parameterSlices = new ArrayList<>();
  private final List<StatisticsSlice> statisticsSlices = new ArrayList<>();
  private final long parameterTotal;
  private final int statisticsCount;

  /** A stretch of a vector, from an index to before another; empty if they are the same. */
  public record Range(int from, int to) {
    /** Number of values. */
    public int size() {
      return to - from;
    }
  }

  /** Where one parameter array lies in the parameter vector. */
  public record ParameterSlice(Node node, Parameter parameter, int offset) {}

  /**
   * Where the statistics of one batch normalisation lie: the means of the channels from {@code
   * offset}, then the covariance of each channel with every channel of its group, {@code
   * [channels][groupSize]}; with groups of one channel these are the variances.
   */
  public record StatisticsSlice(Node node, Statistics statistics, int offset) {
    /** Channels that have a mean. */
    public int channels() {
      return statistics.channels();
    }

    /** Channels whose covariances are kept together. */
    public int groupSize() {
      return statistics.groupSize();
    }

    /** Index of the first variance. */
    public int varianceOffset() {
      return offset + channels();
    }

    /** Number of values. */
    public int size() {
      return channels() * (1 + groupSize());
    }
  }

  /**
   * @param name what reports call it
   * @param input shape of an image
   * @param nodes in an order in which every node comes after its inputs
   * @throws IllegalArgumentException if a name is used twice, an input does not come before, or
   *     shapes do not fit
   */
  public Network(String name, Shape input, List<Node> nodes) {
    this.name = name;
    this.input = input;
    this.nodes = List.copyOf(nodes);
    shapes.put(INPUT, input);
    long parameterOffset = 0;
    int statisticsOffset = 0;
    for (Node node : nodes) {
      if (shapes.putIfAbsent(node.name(), outputOf(name, node, shapes)) != null) {
        throw new IllegalArgumentException(name + ": two nodes are named " + node.name());
      }
      Shape first = shapes.get(node.inputs().get(0));
      for (Parameter parameter : node.layer().parameters(first)) {
        // What lies beyond the end of a vector is counted, and never handed out.
        parameterSlices.add(new ParameterSlice(node, parameter, (int) parameterOffset));
        parameterOffset += parameter.count();
      }
      Optional<Statistics> statistics = node.layer().statistics(first);
      if (statistics.isPresent()) {
        StatisticsSlice slice = new StatisticsSlice(node, statistics.get(), statisticsOffset);
        statisticsSlices.add(slice);
        statisticsOffset += slice.size();
      }
    }
    parameterTotal = parameterOffset;
    statisticsCount = statisticsOffset;
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** Shape of an image. */
  public Shape input() {
    return input;
  }

  /** The nodes, inputs before their readers; the last gives the logits. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Shape of a node's output, or of the image for {@link #INPUT}. */
  public Shape shape(String node) {
    Shape shape = shapes.get(node);
    if (shape == null) {
      throw new IllegalArgumentException(name + " has no node " + node);
    }
    return shape;
  }

  /** Where a node's parameters lie, in one piece. */
  public Range parameterRange(Node node) {
    int from = 0;
    int to = 0;
    for (ParameterSlice slice : parameterSlices) {
      if (slice.node().equals(node)) {
        from = to == 0 ? slice.offset() : from;
        to = slice.offset() + slice.parameter().size();
      }
    }
    return new Range(from, to);
  }

  /** Where a node's statistics lie. */
  public Range statisticsRange(Node node) {
    return statisticsSlices.stream()
        .filter(slice -> slice.node().equals(node))
        .map(slice -> new Range(slice.offset(), slice.offset() + slice.size()))
        .findFirst()
        .orElse(new Range(0, 0));
  }

  /** Whether training draws random numbers, so that a pass needs a key. */
  public boolean draws() {
    return nodes.stream().anyMatch(node -> node.layer().draws());
  }

  /** Number of classes: the channels of the last node. */
  public int classes() {
    return shape(nodes.get(nodes.size() - 1).name()).size();
  }

  /** Number of parameters, which may be more than a vector holds. */
  public long parameterTotal() {
    return parameterTotal;
  }

  /**
   * Length of the parameter vector.
   *
   * @throws PolyakException if one vector does not hold that many
   */
  public int parameterCount() {
    if (parameterTotal > Integer.MAX_VALUE) {
      throw PolyakException.usage(
          "%s has %,d parameters, more than the %,d that one vector holds",
          name, parameterTotal, Integer.MAX_VALUE);
    }
    return (int) parameterTotal;
  }

  /** Length of the statistics vector. */
  public int statisticsCount() {
    return statisticsCount;
  }

  /**
   * The layout of the parameter vector.
   *
   * @throws PolyakException if one vector does not hold it
   */
  public List<ParameterSlice> parameterSlices() {
    parameterCount();
    return List.copyOf(parameterSlices);
  }

  /** The layout of the statistics vector. */
  public List<StatisticsSlice> statisticsSlices() {
    return List.copyOf(statisticsSlices);
  }

  /**
   * The shape that a node makes of its inputs.
   *
   * @param name of the network, for messages
   * @param shapes of all nodes before it, by name
   */
  static Shape outputOf(String name, Node node, Map<String, Shape> shapes) {
    List<Shape> inputs = new ArrayList<>();
    for (String in : node.inputs()) {
      if (!shapes.containsKey(in)) {
        throw new IllegalArgumentException(
            "%s: node %s reads %s, which does not come before it".formatted(name, node.name(), in));
      }
      inputs.add(shapes.get(in));
    }
    try {
      return node.layer().output(inputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: node %s: %s".formatted(name, node.name(), e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
