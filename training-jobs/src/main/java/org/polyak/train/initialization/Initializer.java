package org.polyak.train.initialization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Engine;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.Network.ParameterSlice;
import org.polyak.train.network.Node;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.layer.Norm;

/** The first parameter vector of a run: a function of network, configuration, seed and images. */
public final class Initializer {

  private final InitializationConfig config;
  private final Network network;

  /** Initialises a network as configured. */
  public Initializer(InitializationConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Images that a rule measures.
   *
   * @param size how many
   * @param pixels {@code [size][height][width][channels]}, normalised
   */
  public record Images(int size, float[] pixels) {}

  /** Whether {@link #parameters(long, Images, Function)} needs images and an engine. */
  public boolean needsImages() {
    return config.weights() == InitializationConfig.Scheme.LSUV;
  }

  /** What to tell the user of a rule by which no two units of a layer will ever differ. */
  public Optional<String> warning() {
    long layers =
        network.parameterSlices().stream()
            .filter(s -> s.parameter().kind() == Parameter.Kind.WEIGHT)
            .count();
    // A linear classifier has no hidden units, and may well start from zero.
    return config.weights().isSymmetric() && layers > 1
        ? Optional.of(
            "network.initialization.weights: %s: all units of a layer start alike, get the same"
                    .formatted(config.weights().key())
                + " gradient, and stay alike")
        : Optional.empty();
  }

  /**
   * The vector of a rule that needs no images.
   *
   * @throws PolyakException if the rule does not fit the network
   */
  public float[] parameters(long seed) {
    float[] parameters = Initialization.of(network, seed, WeightRules.of(config));
    if (config.bias() != 0) {
      fill(Parameter.Kind.BIAS, network.parameterSlices(), parameters, (float) config.bias());
    }
    if (config.weights() == InitializationConfig.Scheme.FIXUP) {
      fixUp(parameters);
    }
    if (config.zeroLastGamma()) {
      zeroLastGammas(parameters);
    }
    return parameters;
  }

  /**
   * The vector of any rule.
   *
   * @param images what the rule measures
   * @param engines make what computes a part of the network
   */
  public float[] parameters(long seed, Images images, Function<Network, Engine> engines) {
    float[] parameters = parameters(seed);
    if (needsImages()) {
      new Lsuv(network, parameters, images.pixels(), images.size()).scale(engines);
    }
    return parameters;
  }

  /**
   * Fixup (Zhang et al., "Fixup initialization: residual learning without normalization", 2019):
   * with L branches of m layers, weights of a branch are He's times L^(-1 / (2m - 2)), those of its
   * last layer 0, and so are those of the classifier. The paper's scalar biases are the biases of
   * the convolutions here; its scalar multipliers are left out.
   */
  private void fixUp(float[] parameters) {
    if (network.nodes().stream().anyMatch(node -> node.layer() instanceof Norm)) {
      throw PolyakException.usage(
          "network.initialization.weights: fixup is for networks without normalisation, which %s"
              + " has; set network.normalization: none",
          network.name());
    }
    List<List<Node>> branches = branches("fixup");
    for (List<Node> branch : branches) {
      List<ParameterSlice> weights = slices(branch, Parameter.Kind.WEIGHT);
      if (weights.isEmpty()) {
        continue;
      }
      double factor =
          weights.size() == 1
              ? 1
              : StrictMath.pow(branches.size(), -1.0 / (2 * weights.size() - 2));
      for (int i = 0; i < weights.size(); i++) {
        scale(weights.get(i), parameters, i == 0 ? 0 : factor);
      }
    }
    List<ParameterSlice> all = slices(network.nodes(), Parameter.Kind.WEIGHT);
    scale(all.get(all.size() - 1), parameters, 0);
  }

  private void zeroLastGammas(float[] parameters) {
    int found = 0;
    for (List<Node> branch : branches("zero-last-gamma")) {
      List<ParameterSlice> gammas = slices(branch, Parameter.Kind.GAMMA);
      List<ParameterSlice> weights = slices(branch, Parameter.Kind.WEIGHT);
      // Of a pre-activation branch, the last normalisation comes before the last convolution.
      if (!gammas.isEmpty()
          && branch.indexOf(gammas.get(0).node()) < branch.indexOf(weights.get(0).node())) {
        fill(Parameter.Kind.GAMMA, gammas.subList(0, 1), parameters, 0);
        found++;
      }
    }
    if (found == 0) {
      throw PolyakException.usage(
          "network.initialization.zero-last-gamma: no residual branch of %s ends with a"
              + " normalisation",
          network.name());
    }
  }

  private List<List<Node>> branches(String wanted) {
    List<List<Node>> branches = Branches.of(network);
    if (branches.isEmpty()) {
      throw PolyakException.usage(
          "network.initialization: %s is for residual networks, and %s adds nothing",
          wanted, network.name());
    }
    return branches;
  }

  /** Arrays of a kind in the order of the nodes. */
  private List<ParameterSlice> slices(List<Node> nodes, Parameter.Kind kind) {
    return nodes.stream()
        .flatMap(
            node ->
                network.parameterSlices().stream()
                    .filter(s -> s.node().equals(node) && s.parameter().kind() == kind))
        .toList();
  }

  private static void fill(
      Parameter.Kind kind, List<ParameterSlice> slices, float[] parameters, float value) {
    for (ParameterSlice slice : slices) {
      if (slice.parameter().kind() == kind) {
        Arrays.fill(parameters, slice.offset(), slice.offset() + slice.parameter().size(), value);
      }
    }
  }

  private static void scale(ParameterSlice slice, float[] parameters, double factor) {
    for (int i = slice.offset(); i < slice.offset() + slice.parameter().size(); i++) {
      parameters[i] = (float) (parameters[i] * factor);
    }
  }
}
