package org.polyak.train.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.Network.ParameterSlice;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Tanh;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.network.zoo.ZooFixture;

class InitializerTest {

  /** A convolution of 5x5x16 inputs and 40 filters, a dense layer of 1,000 inputs and 300 units. */
  private static final Network NETWORK =
      new NetworkBuilder("two", new Shape(5, 5, 16))
          .then("conv", new Convolution(40, 5, 1, 2, true))
          .then("relu", new Relu())
          .then("fc", new Dense(300))
          .build();

  /**
   * Variances by their definitions, fan-in 5 x 5 x 16 = 400 and 5 x 5 x 40 = 1,000; fan-out 5 x 5 x
   * 40 = 1,000 and 300. The relative error of a deviation of n draws is 1 / sqrt(2 n), at most 0.6
   * %; four times that.
   */
  @ParameterizedTest
  @CsvSource({
    "'weights: he', 5e-3, 2e-3",
    "'weights: xavier', 2.5e-3, 1e-3",
    "'weights: glorot', 1.428571e-3, 1.538462e-3",
    "'weights: he, distribution: uniform', 5e-3, 2e-3",
    "'weights: glorot, distribution: uniform', 1.428571e-3, 1.538462e-3",
    "'weights: gaussian', 1e-4, 1e-4",
    "'weights: gaussian, deviation: 0.05', 2.5e-3, 2.5e-3",
  })
  void weightsHaveTheMomentsOfTheirRule(String rule, double convolution, double dense) {
    float[] parameters = parameters(rule);
    assertMoments(parameters, "conv", convolution);
    assertMoments(parameters, "fc", dense);
  }

  private static void assertMoments(float[] parameters, String node, double variance) {
    float[] weights = weights(NETWORK, parameters, node);
    double sum = 0;
    double squares = 0;
    for (float weight : weights) {
      sum += weight;
      squares += weight * weight;
    }
    double mean = sum / weights.length;
    double deviation = Math.sqrt(squares / weights.length - mean * mean);
    assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(variance / weights.length)));
    assertThat(deviation).isCloseTo(Math.sqrt(variance), within(0.024 * Math.sqrt(variance)));
  }

  /** All inside the limit sqrt(3 x variance), and close to it; a normal one goes beyond. */
  @Test
  void uniformWeightsHaveALimit() {
    float limit = (float) Math.sqrt(3 * 2.0 / 400);
    float[] uniform = weights(NETWORK, parameters("weights: he, distribution: uniform"), "conv");
    assertThat(largest(uniform)).isLessThanOrEqualTo(limit).isGreaterThan(0.99f * limit);
    assertThat(largest(weights(NETWORK, parameters("weights: he"), "conv")))
        .isGreaterThan(1.5f * limit);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void theDefaultIsHeWithTheBitsItAlwaysHad() {
    assertThat(parameters("")).isEqualTo(Initialization.he(NETWORK, 7));
  }

  @Test
  void sparseUnitsHaveAsManyInputsAsAsked() {
    float[] weights = weights(NETWORK, parameters("weights: sparse"), "fc");
    double squares = 0;
    boolean[] used = new boolean[1_000];
    for (int unit = 0; unit < 300; unit++) {
      int connections = 0;
      for (int input = 0; input < 1_000; input++) {
        float weight = weights[input * 300 + unit];
        connections += weight != 0 ? 1 : 0;
        used[input] |= weight != 0;
        squares += weight * weight;
      }
      assertThat(connections).isEqualTo(10);
    }
    // 3,000 draws: four times 1.3 %.
    assertThat(Math.sqrt(squares / 3_000)).isCloseTo(0.01, within(0.052 * 0.01));
    int inputs = 0;
    for (boolean one : used) {
      inputs += one ? 1 : 0;
    }
    // An input is missed by all with probability 0.99^300 = 4.9 %: 951 of 1,000 are not.
    assertThat(inputs).isBetween(920, 980);
  }

  /** W^T W = I with more inputs than outputs, W W^T = I with fewer. */
  @Test
  void orthogonalWeightsAreOrthonormal() {
    Network wide =
        new NetworkBuilder("wide", new Shape(1, 1, 30))
            .then("narrow", new Dense(20))
            .then("wide", new Dense(50))
            .build();
    float[] parameters = initializer("weights: orthogonal", wide).parameters(3);
    assertOrthonormal(weights(wide, parameters, "narrow"), 20, 30, true);
    assertOrthonormal(weights(wide, parameters, "wide"), 20, 50, false);
    float[] doubled = initializer("weights: orthogonal, gain: 2", wide).parameters(3);
    assertThat(doubled[5]).isCloseTo(2 * parameters[5], within(1e-6f));
  }

  private static void assertOrthonormal(float[] weights, int vectors, int length, boolean columns) {
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double product = 0;
        for (int i = 0; i < length; i++) {
          product +=
              columns
                  ? (double) weights[i * vectors + a] * weights[i * vectors + b]
                  : (double) weights[a * length + i] * weights[b * length + i];
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void biasesAreWhatTheRecipeSays() {
    float[] parameters = parameters("bias: 0.01");
    for (ParameterSlice slice : NETWORK.parameterSlices()) {
      if (slice.parameter().kind() == Parameter.Kind.BIAS) {
        assertThat(parameters[slice.offset()]).isEqualTo(0.01f);
        assertThat(parameters[slice.offset() + slice.parameter().size() - 1]).isEqualTo(0.01f);
      }
    }
  }

  /**
   * Hidden units that start alike have one gradient; He's do not. Zero weights have none at all.
   */
  @Test
  void constantWeightsNeverPartFromOneAnother() {
    Network network =
        new NetworkBuilder("mlp", new Shape(2, 2, 3))
            .then("fc1", new Dense(4))
            .then("tanh", new Tanh())
            .then("logits", new Dense(3))
            .build();
    float[] constant = gradient(network, initializer("weights: constant", network).parameters(1));
    float[] he = gradient(network, initializer("weights: he", network).parameters(1));
    for (int input = 0; input < 12; input++) {
      for (int unit = 1; unit < 4; unit++) {
        assertThat(constant[input * 4 + unit]).isEqualTo(constant[input * 4]);
        assertThat(he[input * 4 + unit]).isNotEqualTo(he[input * 4]);
      }
      assertThat(constant[input * 4]).isNotZero();
    }
    float[] zero = gradient(network, initializer("weights: zero", network).parameters(1));
    for (int i = 0; i < 12 * 4; i++) {
      assertThat(zero[i]).isZero();
    }
    assertThat(initializer("weights: zero", network).warning())
        .hasValueSatisfying(text -> assertThat(text).contains("weights: zero: all units"));
    assertThat(initializer("weights: he", network).warning()).isEmpty();
    Network softmax = Networks.create("softmax", new Shape(4, 4, 3), 3);
    assertThat(initializer("weights: zero", softmax).warning()).isEmpty();
  }

  private static float[] gradient(Network network, float[] parameters) {
    float[] images = random(6 * network.input().size());
    float[] targets = new float[6 * 3];
    for (int i = 0; i < 6; i++) {
      targets[i * 3 + i % 3] = 1;
    }
    targets[0] = 0;
    targets[1] = 1;
    float[] gradient = new float[network.parameterCount()];
    try (Engine engine = Engines.create("onednn", network, 1)) {
      engine.gradient(parameters, new Batch(6, images, targets), gradient, new float[0]);
    }
    return gradient;
  }

  /** Every convolution and dense layer ends with variance 1 on the images that were measured. */
  @Test
  void lsuvGivesEveryLayerUnitVariance() {
    Network network = Networks.create("lenet5", new Shape(32, 32, 3), 10);
    Initializer.Images images = new Initializer.Images(16, random(16 * network.input().size()));
    float[] parameters =
        initializer("weights: lsuv", network)
            .parameters(5, images, part -> Engines.create("onednn", part, 1));
    for (int i = 0; i < network.nodes().size(); i++) {
      if (!network.nodes().get(i).layer().parameters(network.input()).isEmpty()) {
        Network part = new Network("part", network.input(), network.nodes().subList(0, i + 1));
        float[] outputs = new float[16 * part.classes()];
        try (Engine engine = Engines.create("onednn", part, 1)) {
          engine.logits(parameters, new float[0], 16, images.pixels(), outputs);
        }
        assertThat(variance(outputs)).as(part.nodes().get(i).name()).isCloseTo(1, within(0.02));
      }
    }
    assertThat(
            initializer("weights: lsuv", network)
                .parameters(5, images, part -> Engines.create("onednn", part, 1)))
        .isEqualTo(parameters);
  }

  private static double variance(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / (double) values.length;
    }
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    return variance;
  }

  /** ResNet-20 has nine branches of two layers: 9^(-1/2) = 1/3 of He's, then 0; classifier 0. */
  @Test
  void fixupScalesBranchesByTheirNumber() {
    NetworkConfig config =
        ZooFixture.config("resnet20", "normalization: none", "initialization: {weights: fixup}");
    Network network = config.create(new Shape(32, 32, 3), 10);
    float[] parameters = new Initializer(config.initialization(), network).parameters(2);
    float[] he = Initialization.he(network, 2);
    assertScaled(network, parameters, he, "conv", 1);
    for (String block : List.of("s1b1", "s2b1", "s3b3")) {
      assertScaled(network, parameters, he, block + "/conv1", 1 / 3.0);
      assertScaled(network, parameters, he, block + "/conv2", 0);
    }
    assertScaled(network, parameters, he, "logits", 0);
  }

  private static void assertScaled(
      Network network, float[] parameters, float[] he, String node, double factor) {
    float[] weights = weights(network, parameters, node);
    float[] usual = weights(network, he, node);
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).isCloseTo((float) (factor * usual[i]), within(1e-7f));
    }
  }

  @Test
  void fixupIsForResidualNetworksWithoutNormalisation() {
    Network normalized = Networks.create("resnet8", new Shape(32, 32, 3), 10);
    assertThatThrownBy(() -> initializer("weights: fixup", normalized).parameters(1))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("without normalisation, which resnet8 has");
    Network plain = Networks.create("lenet5", new Shape(32, 32, 3), 10);
    assertThatThrownBy(() -> initializer("weights: fixup", plain).parameters(1))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("residual networks, and lenet5 adds nothing");
  }

  /** Then every block is its shortcut, and the logits do not depend on the branches. */
  @Test
  void zeroLastGammasMakeBlocksTheirShortcuts() {
    NetworkConfig config = ZooFixture.config("resnet8", "initialization: {zero-last-gamma: true}");
    Network network = config.create(new Shape(32, 32, 3), 10);
    float[] parameters = new Initializer(config.initialization(), network).parameters(2);
    int zeros = 0;
    for (ParameterSlice slice : network.parameterSlices()) {
      if (slice.parameter().kind() == Parameter.Kind.GAMMA) {
        boolean last = slice.node().name().endsWith("/bn2");
        assertThat(parameters[slice.offset()]).isEqualTo(last ? 0f : 1f);
        zeros += last ? 1 : 0;
      }
    }
    assertThat(zeros).isEqualTo(3);
    Network preActivated = Networks.create("preact-resnet8", new Shape(32, 32, 3), 10);
    assertThatThrownBy(() -> initializer("zero-last-gamma: true", preActivated).parameters(1))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("no residual branch of preact-resnet8 ends with a normalisation");
  }

  private static float[] parameters(String rule) {
    return initializer(rule, NETWORK).parameters(7);
  }

  private static Initializer initializer(String rule, Network network) {
    return new Initializer(
        ZooFixture.config("softmax", "initialization: {" + rule + "}").initialization(), network);
  }

  private static float[] weights(Network network, float[] parameters, String node) {
    for (ParameterSlice slice : network.parameterSlices()) {
      if (slice.node().name().equals(node) && slice.parameter().kind() == Parameter.Kind.WEIGHT) {
        return Arrays.copyOfRange(
            parameters, slice.offset(), slice.offset() + slice.parameter().size());
      }
    }
    throw new AssertionError("no weights of " + node);
  }

  private static float[] random(int length) {
    Random random = new Random(11);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
