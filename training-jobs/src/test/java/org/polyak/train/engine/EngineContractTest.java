package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.engine.plain.PlainNetwork;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.TrainingLoss;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.MultiLabelHinge;
import org.polyak.train.loss.MultiLabelLogistic;
import org.polyak.train.loss.MulticlassHinge;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GroupNorm;

/**
 * What every engine must do, for every layer that it computes, against plain arithmetic in double
 * precision, whose gradients {@code PlainNetworkTest} checks by differences.
 */
class EngineContractTest {

  private static final int BATCH = 5;

  /** float32 sums of up to some hundred products, against double. */
  private static final double TOLERANCE = 2e-4;

  static Stream<Arguments> enginesAndNetworks() {
    List<Arguments> all = new ArrayList<>();
    for (String engine : List.of("onednn", "java", "nd4j", "dl4j")) {
      LayerNetworks.all()
          .filter(network -> !engine.equals("dl4j") || isComputedByDl4j(network))
          .forEach(network -> all.add(Arguments.of(engine, network)));
    }
    return all.stream();
  }

  private static boolean isComputedByDl4j(Network network) {
    try (Engine engine = Engines.create("dl4j", network, 1)) {
      return engine != null;
    } catch (PolyakException e) {
      assertThat(e).hasMessageContaining("the engine dl4j does not compute");
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndNetworks")
  void computesWhatPlainArithmeticComputes(String name, Network network) {
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 1);
    float[] parameters = batch.singleParameters();
    PlainNetwork plain = new PlainNetwork(network);
    TrainingLoss.Gradient truth =
        new TrainingLoss(network, new SoftmaxCrossEntropy(), batch)
            .gradient(batch.parameters(), batch.images());
    float[] gradient = new float[network.parameterCount()];
    float[] statistics = new float[network.statisticsCount()];
    double[] measured = new double[statistics.length];
    plain.forward(batch.parameters(), measured, Phase.TRAIN, BATCH, batch.images(), batch.key());
    try (Engine engine = Engines.create(name, network, 1)) {
      BatchResult result = engine.gradient(parameters, batch.single(), gradient, statistics);
      assertThat(result.loss()).isCloseTo(truth.loss(), Offset.offset(TOLERANCE));
      assertClose(gradient, truth.byParameters());
      assertClose(statistics, measured);

      float[] alone = new float[statistics.length];
      engine.batchStatistics(parameters, BATCH, batch.single().images(), alone);
      plain.forward(batch.parameters(), measured, Phase.MEASURE, BATCH, batch.images(), null);
      assertClose(alone, measured);

      float[] running = RunningMoments.single(network);
      float[] logits = new float[BATCH * network.classes()];
      engine.logits(parameters, running, BATCH, batch.single().images(), logits);
      assertClose(logits, predict(plain, batch, running, Phase.TEST));
      engine.stochasticLogits(
          parameters, running, BATCH, batch.single().images(), batch.key(), logits);
      assertClose(logits, predict(plain, batch, running, Phase.SAMPLE));

      float[] again = new float[gradient.length];
      assertThat(engine.gradient(parameters, batch.single(), again, alone)).isEqualTo(result);
      assertThat(again).isEqualTo(gradient);
    }
  }

  private static double[] predict(
      PlainNetwork plain, CheckedBatch batch, float[] running, Phase phase) {
    double[] statistics = new double[running.length];
    for (int i = 0; i < running.length; i++) {
      statistics[i] = running[i];
    }
    return plain.forward(batch.parameters(), statistics, phase, BATCH, batch.images(), batch.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java", "nd4j", "dl4j"})
  void logitsFollowValuesThatChangeInPlace(String name) {
    Network network = Networks.create("resnet8", new Shape(8, 8, 3), 10);
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 4);
    float[] parameters = batch.singleParameters();
    float[] statistics = RunningMoments.single(network);
    float[] images = batch.single().images();
    int variance = network.statisticsSlices().get(0).varianceOffset();
    try (Engine warm = Engines.create(name, network, 1)) {
      for (int change = 0; change < 4; change++) {
        parameters[change == 1 ? parameters.length / 2 : 0] += 0.5f;
        statistics[change == 2 ? variance : 0] += 0.5f;
        float[] expected = new float[BATCH * network.classes()];
        try (Engine fresh = Engines.create(name, network, 1)) {
          fresh.logits(parameters, statistics, BATCH, images, expected);
        }
        float[] actual = new float[expected.length];
        warm.logits(parameters, statistics, BATCH, images, actual);
        assertThat(actual).isEqualTo(expected);
        warm.logits(parameters, statistics, BATCH, images, actual);
        assertThat(actual).isEqualTo(expected);
      }
    }
  }

  /** FGSM (Goodfellow et al. 2015) takes these. */
  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java", "nd4j"})
  void givesGradientsByImages(String name) {
    LayerNetworks.all()
        .forEach(
            network -> {
              CheckedBatch batch = CheckedBatch.random(network, BATCH, 2);
              TrainingLoss.Gradient truth =
                  new TrainingLoss(network, new SoftmaxCrossEntropy(), batch)
                      .gradient(batch.parameters(), batch.images());
              try (Engine engine = Engines.create(name, network, 1)) {
                float[] byImages = new float[batch.images().length];
                engine.imageGradient(batch.singleParameters(), batch.single(), byImages);
                assertClose(byImages, truth.byImages());
              }
            });
  }

  static Stream<Arguments> enginesAndLosses() {
    List<Loss> losses =
        List.of(
            new SoftmaxCrossEntropy(0.1),
            new MulticlassHinge(1, false),
            new MulticlassHinge(0.5, true),
            new MultiLabelLogistic(),
            new MultiLabelHinge());
    return Stream.of("onednn", "java", "nd4j", "dl4j")
        .flatMap(engine -> losses.stream().map(loss -> Arguments.of(engine, loss)));
  }

  @ParameterizedTest
  @MethodSource("enginesAndLosses")
  void takesEveryLoss(String name, Loss loss) {
    Network network = Networks.create("resnet8", new Shape(16, 12, 3), 10);
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 3);
    TrainingLoss.Gradient truth =
        new TrainingLoss(network, loss, batch).gradient(batch.parameters(), batch.images());
    float[] gradient = new float[network.parameterCount()];
    try (Engine engine = Engines.create(name, network, loss, 1)) {
      BatchResult result =
          engine.gradient(
              batch.singleParameters(),
              batch.single(),
              gradient,
              new float[network.statisticsCount()]);
      assertThat(result.loss())
          .isCloseTo(truth.loss(), Offset.offset(TOLERANCE * Math.max(1, truth.loss())));
    }
    assertClose(gradient, truth.byParameters());
  }

  @Test
  void aLayerThatAnEngineDoesNotComputeIsNamed() {
    Network network =
        new NetworkBuilder("odd", new Shape(7, 9, 3))
            .then("scale", new GroupNorm(3))
            .then("logits", new Dense(4))
            .build();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> Engines.create("dl4j", network, 1), () -> Engines.choose("dl4j", network, 1))) {
      assertThatThrownBy(use)
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("odd: node scale: the engine dl4j does not compute GroupNorm");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java", "nd4j", "dl4j"})
  void batchSizesMayChangeFromCallToCall(String name) {
    Network network = Networks.create("resnet8", new Shape(8, 8, 3), 10);
    try (Engine engine = Engines.create(name, network, 1)) {
      float[][] first = new float[7][];
      for (int size = 1; size <= 6; size++) {
        first[size] = gradient(engine, network, size);
      }
      for (int size = 6; size >= 1; size--) {
        assertThat(gradient(engine, network, size)).isEqualTo(first[size]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j", "dl4j"})
  void enginesInSeveralThreadsGiveTheSameBits(String name) throws Exception {
    Network network = Networks.create("resnet8", new Shape(32, 32, 3), 10);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        tasks.add(
            () -> {
              try (Engine engine = Engines.create(name, network, 1)) {
                gradient(engine, network, 16);
                return gradient(engine, network, 16);
              }
            });
      }
      List<float[]> results = new ArrayList<>();
      for (Future<float[]> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      assertThat(results).allSatisfy(r -> assertThat(r).isEqualTo(results.get(0)));
    } finally {
      threads.shutdown();
    }
  }

  private static float[] gradient(Engine engine, Network network, int size) {
    CheckedBatch batch = CheckedBatch.random(network, size, size);
    float[] gradient = new float[network.parameterCount()];
    engine.gradient(
        batch.singleParameters(), batch.single(), gradient, new float[network.statisticsCount()]);
    return gradient;
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("value %d", i)
          .isCloseTo(expected[i], Offset.offset(TOLERANCE * scale));
    }
  }
}
