package org.polyak.train.engine.plain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * A network in double precision, forward and backward. Not thread-safe; keeps what a pass backward
 * needs of the pass forward before it.
 */
public final class PlainNetwork {

  private final Network network;
  private final List<Kernel> kernels;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final RandomStream random = new RandomStream();
  private final List<Call> calls = new ArrayList<>();
  private double[] images;

  /** For a network; no arrays are made yet. */
  public PlainNetwork(Network network) {
    this.network = network;
    this.kernels = network.nodes().stream().map(node -> Kernels.of(network, node)).toList();
    for (int i = 0; i < network.nodes().size(); i++) {
      numbers.put(network.nodes().get(i).name(), i);
    }
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /**
   * The pass forward.
   *
   * @param parameters laid out as the network's
   * @param statistics laid out as the network's: read, or written if the phase takes those of the
   *     batch
   * @param size images n
   * @param pixels {@code [n][height][width][channels]}
   * @param key of the random numbers; null if the phase or the network draws none
   * @return logits {@code [n][classes]}
   */
  public double[] forward(
      double[] parameters,
      double[] statistics,
      Phase phase,
      int size,
      double[] pixels,
      RandomKey key) {
    images = pixels;
    calls.clear();
    for (int i = 0; i < kernels.size(); i++) {
      Node node = network.nodes().get(i);
      boolean draws = phase.draws() && node.layer().draws();
      if (draws) {
        RandomKey.check(network, key).restart(random, i);
      }
      Network.Range weights = network.parameterRange(node);
      Network.Range moments = network.statisticsRange(node);
      Call call =
          new Call(
              size,
              phase,
              draws ? random : null,
              node.inputs().stream().map(this::activations).toArray(double[][]::new),
              new double[size * network.shape(node.name()).size()],
              Arrays.copyOfRange(parameters, weights.from(), weights.to()),
              Arrays.copyOfRange(statistics, moments.from(), moments.to()));
      kernels.get(i).forward(call);
      if (phase.batchStatistics()) {
        System.arraycopy(
            call.statistics(), 0, statistics, moments.from(), call.statistics().length);
      }
      calls.add(call);
    }
    return calls.get(calls.size() - 1).output();
  }

  /** What a node gave in the last pass forward, {@code [n][height][width][channels]}. */
  public double[] activations(String node) {
    return node.equals(Network.INPUT) ? images : calls.get(numbers.get(node)).output();
  }

  /**
   * The pass backward of the last pass forward.
   *
   * @param byLogits derivative of the loss by each logit, {@code [n][classes]}
   * @param byParameters receives the derivative by each parameter
   * @param byImages receives the derivative by each value of the images; null if not wanted
   */
  public void backward(double[] byLogits, double[] byParameters, double[] byImages) {
    double[][] byOutput = new double[kernels.size()][];
    for (int i = 0; i < byOutput.length; i++) {
      byOutput[i] = new double[calls.get(i).output().length];
    }
    byOutput[byOutput.length - 1] = byLogits;
    if (byImages != null) {
      Arrays.fill(byImages, 0);
    }
    for (int i = kernels.size() - 1; i >= 0; i--) {
      Node node = network.nodes().get(i);
      Network.Range weights = network.parameterRange(node);
      double[] own = new double[weights.size()];
      double[][] byInputs =
          node.inputs().stream()
              .map(in -> in.equals(Network.INPUT) ? byImages : byOutput[numbers.get(in)])
              .toArray(double[][]::new);
      kernels.get(i).backward(calls.get(i), new Gradients(byOutput[i], byInputs, own));
      System.arraycopy(own, 0, byParameters, weights.from(), own.length);
    }
  }
}
