package org.polyak.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Sigmoid;

class FullyConvolutionalTest {

  private static final Shape INPUT = new Shape(14, 14, 3);

  /** The heads that networks have, behind convolutions without padding and a step of 2 in all. */
  static List<Network> networks() {
    return List.of(
        body("dense")
            .then("hidden", new Dense(7))
            .then("relu", new Relu())
            .then("dropout", new Dropout(0.5))
            .then("logits", new Dense(4))
            .build(),
        body("pooled").then("mean", new GlobalAveragePool()).then("logits", new Dense(4)).build(),
        body("unbiased")
            .then("hidden", new Dense(6, false, false, 0.3))
            .then("norm", new BatchNorm(0.9, 1e-5))
            .then("logits", new Dense(4).weightNormalized())
            .build());
  }

  private static NetworkBuilder body(String name) {
    return new NetworkBuilder(name, INPUT)
        .then("conv1", new Convolution(5, 5, 1, 0, true))
        .then("relu1", new Relu())
        .then("pool", new MaxPool(2, 2))
        .then("conv2", new Convolution(6, 3, 1, 0, false))
        .then("bn", new BatchNorm(0.9, 1e-5));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void atTheTrainingSizeLogitsAreThoseOfTheDenseForm(Network network) {
    Network convolutional = FullyConvolutional.of(network, 14, 14);
    assertThat(convolutional.parameterSlices().stream().map(Network.ParameterSlice::offset))
        .containsExactlyElementsOf(
            network.parameterSlices().stream().map(Network.ParameterSlice::offset).toList());
    assertThat(convolutional.nodes())
        .noneMatch(node -> node.layer() instanceof Dense)
        .hasSameSizeAs(network.nodes());
    float[] images = image(14, 14);
    // Both forms add the same products in the same order.
    assertThat(logits("java", convolutional, images)).isEqualTo(logits("java", network, images));
    assertThat(logits("onednn", convolutional, images))
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(logits("onednn", network, images));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void ofALargerImageTheyAreTheMeanOverAllCrops(Network network) {
    float[] large = image(18, 16);
    double[] mean = new double[4];
    for (int top = 0; top <= 4; top += 2) {
      for (int left = 0; left <= 2; left += 2) {
        float[] logits = logits("java", network, crop(large, 16, top, left));
        for (int c = 0; c < 4; c++) {
          mean[c] += logits[c] / 6;
        }
      }
    }
    for (String engine : List.of("java", "onednn")) {
      float[] found = logits(engine, FullyConvolutional.of(network, 18, 16), large);
      for (int c = 0; c < 4; c++) {
        assertThat((double) found[c]).isCloseTo(mean[c], within(2e-5));
      }
    }
  }

  /**
   * From a lecture's example: 14x14 gives one score, 16x16 gives 2x2, which is four evaluations.
   */
  @Test
  void twoPixelsMoreGiveFourScores() {
    Network network = FullyConvolutional.of(networks().get(0), 16, 16);
    assertThat(network.shape("logits")).isEqualTo(new Shape(2, 2, 4));
    assertThat(network.classes()).isEqualTo(4);
  }

  @Test
  void gatesLookAtTheWholeMap() {
    Network network =
        new NetworkBuilder("gated", new Shape(6, 6, 3))
            .then("squeeze", new GlobalAveragePool())
            .then("excite", new Dense(3))
            .then("gate", new Sigmoid())
            .join("scaled", new Scale(), Network.INPUT, "gate")
            .then("logits", new Dense(2))
            .build();
    Network large = FullyConvolutional.of(network, 8, 9);
    assertThat(large.shape("gate")).isEqualTo(new Shape(1, 1, 3));
    assertThat(large.shape("scaled")).isEqualTo(new Shape(8, 9, 3));
    assertThat(large.shape("logits")).isEqualTo(new Shape(3, 4, 2));
  }

  @Test
  void whatHasNoSuchFormIsRefusedByName() {
    Network tree =
        body("tree").then("dense", new Dense(3)).then("tree", new HierarchicalSoftmax()).build();
    assertThatThrownBy(() -> FullyConvolutional.of(tree, 16, 16))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("node tree (HierarchicalSoftmax)");
    Network normalized =
        body("normalized")
            .then("dense", new Dense(3))
            .then("norm", new LayerNorm())
            .then("logits", new Dense(2))
            .build();
    assertThatThrownBy(() -> FullyConvolutional.of(normalized, 16, 16))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("node norm (LayerNorm)");
    assertThatThrownBy(() -> FullyConvolutional.of(networks().get(0), 14, 13))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("trained on images of 14x14 and cannot see one of 14x13");
  }

  private static float[] logits(String engineName, Network network, float[] images) {
    Random random = new Random(3);
    float[] parameters = new float[network.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.2 * random.nextGaussian());
    }
    float[] statistics = new float[network.statisticsCount()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.5f + random.nextFloat();
    }
    float[] logits = new float[network.classes()];
    try (Engine engine = Engines.create(engineName, network, 1)) {
      engine.logits(parameters, statistics, 1, images, logits);
    }
    return logits;
  }

  private static float[] image(int height, int width) {
    Random random = new Random(5);
    float[] image = new float[height * width * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static float[] crop(float[] image, int columns, int top, int left) {
    float[] crop = new float[14 * 14 * 3];
    for (int row = 0; row < 14; row++) {
      System.arraycopy(image, ((top + row) * columns + left) * 3, crop, row * 14 * 3, 14 * 3);
    }
    return crop;
  }
}
