package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Tanh;

/** What every engine must do, for every layer, against {@link ReferenceEngine}. */
class EngineContractTest {

  private static final int BATCH = 5;

  /** float32 sums of up to some hundred products, against double. */
  private static final double TOLERANCE = 2e-4;

  static Stream<Arguments> enginesAndNetworks() {
    List<Arguments> all = new ArrayList<>();
    for (String engine : List.of("onednn", "dl4j")) {
      networks().forEach(network -> all.add(Arguments.of(engine, network)));
    }
    return all.stream();
  }

  /** Odd, unequal extents, so that no transposition goes unnoticed. */
  private static Stream<Network> networks() {
    Shape image = new Shape(7, 9, 3);
    return Stream.of(
        net("dense").then("logits", new Dense(4)).build(),
        net("convolution with bias")
            .then("conv", new Convolution(5, 3, 1, 1, true))
            .then("logits", new Dense(4))
            .build(),
        net("two convolutions, stride 2")
            .then("a", new Convolution(4, 3, 2, 1, false))
            .then("b", new Convolution(6, 2, 1, 0, false))
            .then("logits", new Dense(4))
            .build(),
        net("normalisation")
            .then("conv", new Convolution(4, 3, 1, 1, false))
            .then("bn", new BatchNorm(0.9, 1e-5))
            .then("logits", new Dense(4))
            .build(),
        net("normalisation and ReLU")
            .then("conv", new Convolution(4, 3, 1, 1, false))
            .then("bn", new BatchNorm(0.9, 1e-3))
            .then("relu", new Relu())
            .then("logits", new Dense(4))
            .build(),
        net("tanh and two dense")
            .then("a", new Dense(6))
            .then("tanh", new Tanh())
            .then("logits", new Dense(4))
            .build(),
        net("ReLU between dense")
            .then("a", new Dense(6))
            .then("relu", new Relu())
            .then("logits", new Dense(4))
            .build(),
        net("max pool")
            .then("conv", new Convolution(4, 3, 1, 1, true))
            .then("pool", new MaxPool(2, 2))
            .then("logits", new Dense(4))
            .build(),
        net("overlapping average pool")
            .then("conv", new Convolution(4, 3, 1, 1, true))
            .then("pool", new AveragePool(3, 2))
            .then("logits", new Dense(4))
            .build(),
        net("global average pool")
            .then("conv", new Convolution(6, 3, 1, 1, true))
            .then("pool", new GlobalAveragePool())
            .then("logits", new Dense(4))
            .build(),
        new NetworkBuilder("shortcut", image)
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("b", new Convolution(6, 3, 2, 1, false))
            .join("short", new SubsamplePad(2, 6), "a")
            .join("add", new Add(), "b", "short")
            .then("logits", new Dense(4))
            .build(),
        new NetworkBuilder("add, ReLU, read twice", image)
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("b", new Convolution(4, 3, 1, 1, false))
            .join("add", new Add(), "b", "a")
            .then("relu", new Relu())
            .then("c", new Convolution(4, 3, 1, 1, false))
            .join("again", new Add(), "c", "relu")
            .then("logits", new Dense(4))
            .build(),
        Networks.create("lenet5", new Shape(32, 32, 3), 10),
        Networks.create("resnet8", new Shape(16, 12, 3), 10));
  }

  @ParameterizedTest
  @MethodSource("enginesAndNetworks")
  void computesWhatTheReferenceComputes(String name, Network network) {
    Problem problem = new Problem(network, BATCH, 1);
    ReferenceEngine reference = new ReferenceEngine(network);
    float[] gradient = new float[network.parameterCount()];
    float[] statistics = new float[network.statisticsCount()];
    try (Engine engine = Engines.create(name, network, 1)) {
      BatchResult result =
          engine.gradient(problem.parameters, problem.batch(), gradient, statistics);
      double loss = reference.loss(problem.exact, BATCH, problem.exactImages, problem.targets);
      assertThat(result.loss()).isCloseTo(loss, Offset.offset(TOLERANCE));
      assertClose(statistics, reference.batchStatistics());

      float[] alone = new float[statistics.length];
      engine.batchStatistics(problem.parameters, BATCH, problem.images, alone);
      assertClose(alone, reference.batchStatistics());

      float[] running = problem.runningStatistics();
      float[] logits = new float[BATCH * network.classes()];
      engine.logits(problem.parameters, running, BATCH, problem.images, logits);
      assertClose(logits, reference.logits(problem.exact, running, BATCH, problem.exactImages));
    }
    assertGradient(network, problem, reference, gradient);
  }

  @Test
  void aLayerThatAnEngineDoesNotComputeIsNamed() {
    Network network =
        net("odd").then("scale", new GroupNorm(3)).then("logits", new Dense(4)).build();
    assertThatThrownBy(() -> Engines.create("dl4j", network, 1))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("odd: node scale: the engine dl4j does not compute GroupNorm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void batchSizesMayChangeFromCallToCall(String name) {
    Network network = Networks.create("resnet8", new Shape(16, 16, 3), 10);
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
  @ValueSource(strings = {"onednn", "dl4j"})
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
    Problem problem = new Problem(network, size, size);
    float[] gradient = new float[network.parameterCount()];
    engine.gradient(
        problem.parameters, problem.batch(), gradient, new float[network.statisticsCount()]);
    return gradient;
  }

  /** Some parameters of every array, by centred differences in double precision. */
  private static void assertGradient(
      Network network, Problem problem, ReferenceEngine reference, float[] gradient) {
    Random random = new Random(2);
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      for (int k = 0; k < 3; k++) {
        int index = slice.offset() + random.nextInt(slice.parameter().size());
        double expected =
            reference.derivative(problem.exact, index, BATCH, problem.exactImages, problem.targets);
        assertThat((double) gradient[index])
            .as("%s, %s, parameter %d", slice.node().name(), slice.parameter().kind(), index)
            .isCloseTo(expected, Offset.offset(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("value %d", i)
          .isCloseTo(expected[i], Offset.offset(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private static NetworkBuilder net(String name) {
    return new NetworkBuilder(name, new Shape(7, 9, 3));
  }

  /** Random parameters, images and soft targets. */
  private static final class Problem {
    private final int size;
    private final float[] parameters;
    private final float[] images;
    private final float[] targets;
    private final double[] exact;
    private final double[] exactImages;
    private final Random random;
    private final Network network;

    Problem(Network network, int size, long seed) {
      this.network = network;
      this.size = size;
      this.random = new Random(seed);
      parameters = new float[network.parameterCount()];
      for (Network.ParameterSlice slice : network.parameterSlices()) {
        for (int i = 0; i < slice.parameter().size(); i++) {
          double value = random.nextGaussian();
          parameters[slice.offset() + i] =
              (float)
                  switch (slice.parameter().kind()) {
                    case WEIGHT -> value * Math.sqrt(1.0 / slice.parameter().fanIn());
                    case GAMMA -> 1 + 0.2 * value;
                    case BIAS, BETA -> 0.2 * value;
                    case LENGTH -> 1 + 0.2 * value;
                    case SLOPE -> 0.2 + 0.1 * value;
                  };
        }
      }
      images = new float[size * network.input().size()];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      targets = new float[size * network.classes()];
      for (int i = 0; i < size; i++) {
        float part = 0.25f * random.nextInt(5);
        targets[i * network.classes() + random.nextInt(network.classes())] += part;
        targets[i * network.classes() + random.nextInt(network.classes())] += 1 - part;
      }
      exact = widen(parameters);
      exactImages = widen(images);
    }

    Batch batch() {
      return new Batch(size, images, targets);
    }

    float[] runningStatistics() {
      float[] statistics = new float[network.statisticsCount()];
      for (Network.StatisticsSlice slice : network.statisticsSlices()) {
        for (int c = 0; c < slice.channels(); c++) {
          statistics[slice.offset() + c] = 0.3f * (float) random.nextGaussian();
          statistics[slice.varianceOffset() + c] = 0.5f + random.nextFloat();
        }
      }
      return statistics;
    }

    private static double[] widen(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }
}
