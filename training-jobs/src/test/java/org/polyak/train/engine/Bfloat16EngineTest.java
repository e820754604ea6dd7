package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.engine.plain.PlainNetwork;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.TrainingLoss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Selu;

/** Gradients in bfloat16 against plain arithmetic in double precision, for every layer. */
class Bfloat16EngineTest {

  private static final int BATCH = 5;

  /** A rounding to 8 significant bits changes a number by this part of it at most. */
  private static final double ROUNDING = Math.scalb(1.0, -8);

  /** Networks without a layer that oneDNN would compute in bfloat16. */
  private static final Set<String> REFUSED =
      Set.of("DropConnect", "dense without bias", "weight-normalised dense");

  @BeforeAll
  static void requireBfloat16() {
    Bfloat16Machine.require();
  }

  static Stream<Network> networks() {
    return Stream.concat(
        LayerNetworks.all().filter(network -> !REFUSED.contains(network.name())),
        Stream.of(
            new NetworkBuilder("logits of a ReLU", new Shape(4, 4, 3))
                .then("conv", new Convolution(5, 4, 1, 0, false))
                .then("bn", new BatchNorm(0.9, 1e-3))
                .then("logits", new Relu())
                .build(),
            new NetworkBuilder("logits of a pool", new Shape(7, 9, 3))
                .then("conv", new Convolution(5, 3, 1, 1, false))
                .then("logits", new GlobalAveragePool())
                .build()));
  }

  /**
   * Distances are those of vectors, in parts of the expected one's length. A value goes through a
   * few roundings, each independent of the others: four of them at their worst are not exceeded.
   * Where a layer has a kink (max(0, x), the largest of a window) there is more: of values that are
   * spread over a range of size 1, a part of about {@code ROUNDING} is pushed over the kink, and
   * each takes the whole of its derivative with it, which moves the vector by the root of that
   * part. How many are over is chance, so three times that must hold for every batch; the best of
   * three is held to the roundings alone, once more for each kink. The lower bound is there because
   * float32 would be a thousand times as near.
   */
  @ParameterizedTest
  @MethodSource("networks")
  void isAsNearToPlainArithmeticAsEightBitsAllow(Network network) {
    long kinks = network.nodes().stream().filter(node -> hasKink(node.layer())).count();
    double bound = 4 * ROUNDING + 3 * Math.sqrt(kinks * ROUNDING);
    double best = Double.MAX_VALUE;
    for (int seed = 1; seed <= 3; seed++) {
      CheckedBatch batch = CheckedBatch.random(network, BATCH, seed);
      TrainingLoss.Gradient truth =
          new TrainingLoss(network, new SoftmaxCrossEntropy(), batch)
              .gradient(batch.parameters(), batch.images());
      float[] gradient = new float[network.parameterCount()];
      float[] statistics = new float[network.statisticsCount()];
      float[] byImages = new float[batch.images().length];
      try (Engine engine = engine(network)) {
        BatchResult result =
            engine.gradient(batch.singleParameters(), batch.single(), gradient, statistics);
        assertThat(result.loss())
            .isCloseTo(truth.loss(), Offset.offset(4 * ROUNDING * Math.max(1, truth.loss())));
        double distance = distance(gradient, truth.byParameters());
        best = Math.min(best, distance);
        assertThat(distance).isBetween(ROUNDING / 16, bound);
        assertStatistics(network, batch, statistics);

        engine.imageGradient(batch.singleParameters(), batch.single(), byImages);
        assertThat(distance(byImages, truth.byImages())).isBetween(ROUNDING / 16, bound);

        float[] again = new float[gradient.length];
        assertThat(engine.gradient(batch.singleParameters(), batch.single(), again, statistics))
            .isEqualTo(result);
        assertThat(again).isEqualTo(gradient);
      }
    }
    assertThat(best).isLessThan(4 * ROUNDING * (1 + kinks));
  }

  private static boolean hasKink(Layer layer) {
    return layer instanceof Relu
        || layer instanceof LeakyRelu
        || layer instanceof Prelu
        || layer instanceof Selu
        || layer instanceof Maxout
        || layer instanceof MaxPool
        || layer instanceof FractionalMaxPool;
  }

  private static void assertStatistics(Network network, CheckedBatch batch, float[] statistics) {
    double[] measured = new double[statistics.length];
    new PlainNetwork(network)
        .forward(batch.parameters(), measured, Phase.TRAIN, BATCH, batch.images(), batch.key());
    if (measured.length > 0) {
      assertThat(distance(statistics, measured)).isLessThan(4 * ROUNDING);
    }
  }

  /** Where the roundings are can be written out: both factors of every product, and no sum. */
  @Test
  void roundsTheFactorsOfProductsAndNothingElse() {
    Network network =
        new NetworkBuilder("dense", new Shape(7, 9, 3)).then("logits", new Dense(4)).build();
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 1);
    int weights = network.input().size() * network.classes();
    double[] parameters = batch.parameters().clone();
    for (int i = 0; i < weights; i++) {
      parameters[i] = Bfloat16Machine.rounded(parameters[i]);
    }
    double[] images = Bfloat16Machine.rounded(batch.images());
    double[] logits =
        new PlainNetwork(network)
            .forward(parameters, new double[0], Phase.TRAIN, BATCH, images, batch.key());
    float[] byLogits = new float[logits.length];
    BatchResult truth =
        BatchLoss.of(
            new SoftmaxCrossEntropy(),
            BATCH,
            network.classes(),
            narrow(logits),
            batch.single().targets(),
            byLogits);
    double[] expected = new double[parameters.length];
    for (int image = 0; image < BATCH; image++) {
      for (int unit = 0; unit < network.classes(); unit++) {
        double slope = byLogits[image * network.classes() + unit];
        for (int in = 0; in < network.input().size(); in++) {
          expected[in * network.classes() + unit] +=
              images[image * network.input().size() + in] * Bfloat16Machine.rounded(slope);
        }
        expected[weights + unit] += slope;
      }
    }
    float[] gradient = new float[expected.length];
    try (Engine engine = engine(network)) {
      BatchResult result =
          engine.gradient(batch.singleParameters(), batch.single(), gradient, new float[0]);
      assertThat(result.loss()).isCloseTo(truth.loss(), Offset.offset(1e-6));
    }
    assertThat(distance(gradient, expected)).isLessThan(1e-5);
  }

  @Test
  void logitsAndStatisticsAloneStayInFloat32() {
    Network network = Networks.create("resnet8", new Shape(16, 12, 3), 10);
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 1);
    List<float[]> results = new ArrayList<>();
    for (ComputeType type : ComputeType.values()) {
      try (Engine engine = Engines.create("onednn", network, new SoftmaxCrossEntropy(), type, 1)) {
        float[] logits = new float[BATCH * network.classes()];
        float[] images = batch.single().images();
        float[] parameters = batch.singleParameters();
        engine.logits(parameters, RunningMoments.single(network), BATCH, images, logits);
        float[] statistics = new float[network.statisticsCount()];
        engine.batchStatistics(parameters, BATCH, images, statistics);
        results.add(logits);
        results.add(statistics);
      }
    }
    assertThat(results.get(2)).isEqualTo(results.get(0));
    assertThat(results.get(3)).isEqualTo(results.get(1));
  }

  @Test
  void aNetworkOfWhichNothingWouldBeInBfloat16IsRefused() {
    List<Network> refused =
        LayerNetworks.all().filter(network -> REFUSED.contains(network.name())).toList();
    assertThat(refused.stream().map(Network::name).collect(Collectors.toSet())).isEqualTo(REFUSED);
    for (Network network : refused) {
      assertThatThrownBy(() -> engine(network).close())
          .isInstanceOf(PolyakException.class)
          .hasMessageStartingWith(network.name() + ": ")
          .hasMessageContaining("nothing would be computed in bfloat16");
    }
  }

  @Test
  void theTypeIsSaid() {
    Network network = Networks.create("resnet8", new Shape(16, 12, 3), 10);
    for (String name : List.of("auto", "onednn")) {
      assertThat(Engines.choose(name, network, ComputeType.BFLOAT16, 1).line())
          .startsWith("engine onednn: oneDNN ")
          .endsWith(", 1 thread a replica, trains in bfloat16");
    }
  }

  private static Engine engine(Network network) {
    return Engines.create("onednn", network, new SoftmaxCrossEntropy(), ComputeType.BFLOAT16, 1);
  }

  private static double distance(float[] actual, double[] expected) {
    double squares = 0;
    for (int i = 0; i < actual.length; i++) {
      squares += (actual[i] - expected[i]) * (actual[i] - expected[i]);
    }
    return Math.sqrt(squares / Arrays.stream(expected).map(x -> x * x).sum());
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
