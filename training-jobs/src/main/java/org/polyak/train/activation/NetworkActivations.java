package org.polyak.train.activation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.polyak.train.engine.Engine;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Activation;

/** The activations of a network on a batch, normalised as in training: by the batch itself. */
public final class NetworkActivations {

  private NetworkActivations() {}

  /**
   * Measures the output of every activation function, and the logits.
   *
   * @param images {@code [size][height][width][channels]}
   * @param engines make what computes a part of the network
   */
  public static List<LayerActivations> of(
      Network network,
      float[] parameters,
      int size,
      float[] images,
      Function<Network, Engine> engines) {
    float[] statistics = new float[network.statisticsCount()];
    if (statistics.length > 0) {
      try (Engine engine = engines.apply(network)) {
        engine.batchStatistics(parameters, size, images, statistics);
      }
    }
    List<LayerActivations> all = new ArrayList<>();
    List<Node> nodes = network.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).layer() instanceof Activation || i == nodes.size() - 1) {
        Network part = new Network(network.name(), network.input(), nodes.subList(0, i + 1));
        float[] outputs = new float[size * part.classes()];
        try (Engine engine = engines.apply(part)) {
          engine.logits(
              Arrays.copyOf(parameters, part.parameterCount()),
              Arrays.copyOf(statistics, part.statisticsCount()),
              size,
              images,
              outputs);
        }
        String name = nodes.get(i).name();
        all.add(LayerActivations.of(name, outputs, part.shape(name).channels()));
      }
    }
    return all;
  }
}
