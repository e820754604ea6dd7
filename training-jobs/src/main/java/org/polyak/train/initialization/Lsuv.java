package org.polyak.train.initialization;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.polyak.train.averaging.RunningStatistics;
import org.polyak.train.engine.Engine;
import org.polyak.train.network.Network;
import org.polyak.train.network.Network.ParameterSlice;
import org.polyak.train.network.Node;
import org.polyak.train.network.Parameter;

/**
 * Layer-sequential unit variance (Mishkin and Matas, "All you need is a good init", 2015): the
 * weights of one layer after the other are divided by the deviation of its output on some images,
 * until that is 1. All of the layer's values count as one sample.
 */
final class Lsuv {

  private static final double TOLERANCE = 0.01;
  private static final int ATTEMPTS = 10;

  private final Network network;
  private final float[] parameters;
  private final float[] images;
  private final int size;

  /**
   * @param parameters orthogonal, scaled here
   * @param images {@code [size][height][width][channels]}, normalised
   */
  Lsuv(Network network, float[] parameters, float[] images, int size) {
    this.network = network;
    this.parameters = parameters;
    this.images = images;
    this.size = size;
  }

  void scale(Function<Network, Engine> engines) {
    List<Node> nodes = network.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      List<ParameterSlice> slices =
          network.parameterSlices().stream().filter(s -> s.node().equals(node)).toList();
      if (slices.stream().anyMatch(s -> s.parameter().kind() == Parameter.Kind.WEIGHT)) {
        Network part = new Network(network.name(), network.input(), nodes.subList(0, i + 1));
        try (Engine engine = engines.apply(part)) {
          scale(engine, part, slices);
        }
      }
    }
  }

  private void scale(Engine engine, Network part, List<ParameterSlice> slices) {
    // Under weight normalisation the length decides, and the direction stays.
    boolean normalized =
        slices.stream().anyMatch(s -> s.parameter().kind() == Parameter.Kind.LENGTH);
    Parameter.Kind kind = normalized ? Parameter.Kind.LENGTH : Parameter.Kind.WEIGHT;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double variance = variance(engine, part);
      if (!(variance > 0) || Math.abs(variance - 1) < TOLERANCE) {
        return;
      }
      double factor = 1 / StrictMath.sqrt(variance);
      for (ParameterSlice slice : slices) {
        if (slice.parameter().kind() == kind) {
          int end = slice.offset() + slice.parameter().size();
          for (int i = slice.offset(); i < end; i++) {
            parameters[i] *= (float) factor;
          }
        }
      }
    }
  }

  private double variance(Engine engine, Network part) {
    float[] outputs = new float[size * part.classes()];
    float[] own = Arrays.copyOf(parameters, part.parameterCount());
    engine.logits(own, RunningStatistics.initial(part), size, images, outputs);
    double sum = 0;
    double squares = 0;
    for (float output : outputs) {
      sum += output;
      squares += (double) output * output;
    }
    double mean = sum / outputs.length;
    return squares / outputs.length - mean * mean;
  }
}
