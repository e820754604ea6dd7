package org.polyak.train.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.initialization.Initializer;
import org.polyak.train.network.Network;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;

/**
 * A small member of every family: the loss before training is near log C, and a short step against
 * the gradient lowers it.
 */
class TrainableNetworksTest {

  private static final int CLASSES = 10;
  private static final int SIZE = 8;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "softmax | 16 |",
        "two-layer | 16 |",
        "lenet5 | 32 |",
        "lenet5-original | 32 |",
        "alexnet | 67 | dropout: 0, response-normalization: false",
        "alexnet | 67 | dropout: 0",
        "vgg11 | 32 | hidden: 64, dropout: 0",
        "vgg16-c | 32 | hidden: 64, dropout: 0, normalization: batch",
        "googlenet | 64 | dropout: 0",
        "inception-v3 | 75 | dropout: 0",
        "resnet8 | 16 | shortcut: A",
        "resnet8 | 16 | shortcut: B",
        "resnet8 | 16 | shortcut: C",
        "plain8 | 16 |",
        "preact-resnet8 | 16 |",
        "se-resnet8 | 16 | squeeze: 4",
        "resnet18 | 32 |",
        "resnet50 | 32 |",
        "resnet50 | 32 | stride-in: 1x1, pre-activation: true",
        "wide-resnet | 16 | depth: 10, width: 2",
        "cifar-densenet | 16 | depth: 10, growth: 4, bottleneck: true",
        "cifar-densenet | 16 | depth: 10, growth: 4, bottleneck: false",
        "densenet121 | 32 |",
        "all-cnn-c | 32 | dropout: 0",
      })
  void familiesLearn(String name, int side, String options) {
    learns(name, side, options == null ? "" : options);
  }

  @ParameterizedTest
  @CsvSource({"decorrelated", "layer", "group", "instance", "weight", "none"})
  void normalisationsLearn(String normalization) {
    learns("resnet8", 16, "normalization: " + normalization);
  }

  @ParameterizedTest
  @CsvSource({
    "leaky-relu",
    "prelu",
    "elu",
    "selu",
    "gelu",
    "swish",
    "tanh",
    "sigmoid",
  })
  void activationsLearn(String activation) {
    learns("resnet8", 16, "activation: " + activation);
  }

  @ParameterizedTest
  @CsvSource({"xavier", "glorot", "orthogonal"})
  void initialisationsLearn(String weights) {
    learns("resnet8", 16, "initialization: {weights: " + weights + "}");
  }

  private static void learns(String name, int side, String options) {
    NetworkConfig config =
        options.isEmpty() ? ZooFixture.config(name) : ZooFixture.config(name, options);
    Network network = config.create(new Shape(side, side, 3), CLASSES);
    float[] parameters = new Initializer(config.initialization(), network).parameters(1);
    shrinkClassifier(network, parameters);
    assertThat(network.shape(network.nodes().get(network.nodes().size() - 1).name()))
        .isEqualTo(new Shape(1, 1, CLASSES));
    float[] gradient = new float[parameters.length];
    float[] statistics = new float[network.statisticsCount()];
    Batch batch = batch(network);
    try (Engine engine = Engines.create("onednn", network, 1)) {
      double before = engine.gradient(parameters, batch, gradient, statistics).loss();
      assertThat(before).isCloseTo(Math.log(CLASSES), within(0.35));
      double squares = 0;
      for (float slope : gradient) {
        squares += (double) slope * slope;
      }
      // A twentieth of Polyak's step: by the tangent the loss falls by five percent.
      double rate = 0.05 * before / squares;
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] -= (float) (rate * gradient[i]);
      }
      double after = engine.gradient(parameters, batch, gradient, statistics).loss();
      assertThat(after).isLessThan(before - 0.01 * before).isGreaterThan(before - 0.09 * before);
    }
  }

  /** A tenth of the usual, so that the first guess is nearly uniform, as the notes have it. */
  private static void shrinkClassifier(Network network, float[] parameters) {
    Network.ParameterSlice last =
        network.parameterSlices().stream()
            .filter(slice -> slice.parameter().kind() == Parameter.Kind.WEIGHT)
            .reduce((before, after) -> after)
            .orElseThrow();
    for (int i = last.offset(); i < last.offset() + last.parameter().size(); i++) {
      parameters[i] *= 0.1f;
    }
  }

  private static Batch batch(Network network) {
    Random random = new Random(3);
    float[] images = new float[SIZE * network.input().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] targets = new float[SIZE * CLASSES];
    for (int i = 0; i < SIZE; i++) {
      targets[i * CLASSES + i % CLASSES] = 1;
    }
    return new Batch(SIZE, images, targets);
  }
}
