package org.polyak.train.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.Bfloat16Machine;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.SpatialDropout;

/** What is this engine's own; what holds for every engine is in {@code EngineContractTest}. */
class OneDnnEngineTest {

  private static final int SIZE = 6;

  @ParameterizedTest
  @CsvSource({"softmax, FLOAT32", "lenet5, FLOAT32", "resnet8, FLOAT32", "resnet8, BFLOAT16"})
  void anEngineMayMoveFromThreadToThread(String name, ComputeType type) throws Exception {
    Network network = Networks.create(name, new Shape(32, 32, 3), 10);
    try (Engine engine = engine(network, type)) {
      float[] first = everything(engine, network, SIZE);
      for (int i = 0; i < 3; i++) {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
          assertThat(other.submit(() -> everything(engine, network, SIZE)).get()).isEqualTo(first);
        } finally {
          other.shutdown();
        }
      }
    }
  }

  /** NaN shows wherever an operation reads what it or another of the same pass has not written. */
  @ParameterizedTest
  @CsvSource({
    "softmax, FLOAT32",
    "lenet5, FLOAT32",
    "resnet8, FLOAT32",
    "softmax, BFLOAT16",
    "lenet5, BFLOAT16",
    "resnet8, BFLOAT16"
  })
  void nothingOfACallIsLeftForTheNext(String name, ComputeType type) {
    Network network = Networks.create(name, new Shape(32, 32, 3), 10);
    try (Engine engine = engine(network, type);
        Engine fresh = engine(network, type)) {
      float[] notANumber = new float[SIZE * network.input().size()];
      Arrays.fill(notANumber, Float.NaN);
      float[] targets = new float[SIZE * network.classes()];
      Arrays.fill(targets, 1f / network.classes());
      float[] parameters = Initialization.he(network, 1);
      float[] gradient = new float[network.parameterCount()];
      float[] statistics = new float[network.statisticsCount()];
      engine.gradient(parameters, new Batch(SIZE, notANumber, targets), gradient, statistics);
      engine.logits(parameters, statistics, SIZE, notANumber, targets);
      assertThat(gradient).contains(Float.NaN);

      assertThat(everything(engine, network, SIZE)).isEqualTo(everything(fresh, network, SIZE));
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void nativeObjectsAreFreedWhenPlansAreDroppedAndWhenTheEngineIsClosed(ComputeType type) {
    Network network = Networks.create("resnet8", new Shape(16, 16, 3), 10);
    try (Engine warm = engine(network, type)) {
      everything(warm, network, 2);
    }
    long before = Pointer.totalCount();
    try (Engine engine = engine(network, type)) {
      for (int size = 1; size <= 3; size++) {
        everything(engine, network, size);
      }
      long open = Pointer.totalCount();
      for (int i = 0; i < 60; i++) {
        everything(engine, network, 1 + i % 3);
      }
      assertThat(Pointer.totalCount()).isEqualTo(open);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void whatIsNotNativeIsSaid() {
    Network network =
        new NetworkBuilder("n", new Shape(4, 4, 3))
            .then("conv", new Convolution(4, 3, 1, 1, true))
            .then("norm", new GroupNorm(2))
            .then("drop", new SpatialDropout(0.5))
            .then("logits", new Dense(2))
            .build();
    assertThat(Engines.choose("onednn", network, 1).line())
        .startsWith("engine onednn: oneDNN")
        .endsWith(
            "; computed by plain Java, slower than what oneDNN has: GroupNorm (norm);"
                + " SpatialDropout (drop)");
    Network all = Networks.create("resnet20", new Shape(32, 32, 3), 10);
    assertThat(Engines.choose("auto", all, 1).line())
        .startsWith("engine onednn: ")
        .doesNotContain("plain Java");
  }

  @Test
  void twoThreadsComputeWhatOneComputes() {
    Network network = Networks.create("resnet8", new Shape(16, 16, 3), 10);
    try (Engine one = new OneDnnEngine(network, new SoftmaxCrossEntropy(), 1);
        Engine two = new OneDnnEngine(network, new SoftmaxCrossEntropy(), 2)) {
      float[] expected = everything(one, network, SIZE);
      float[] actual = everything(two, network, SIZE);
      for (int i = 0; i < expected.length; i++) {
        // Sums in another order differ in the last bits of float32, the more the longer the net.
        assertThat(actual[i])
            .isCloseTo(expected[i], Offset.offset(2e-4f * Math.max(1, Math.abs(expected[i]))));
      }
      assertThat(everything(two, network, SIZE)).isEqualTo(actual);
    }
  }

  private static Engine engine(Network network, ComputeType type) {
    if (type == ComputeType.BFLOAT16) {
      Bfloat16Machine.require();
    }
    return new OneDnnEngine(network, new SoftmaxCrossEntropy(), type, 1);
  }

  /** Gradient, batch statistics and logits of a random batch, one after the other. */
  private static float[] everything(Engine engine, Network network, int size) {
    Random random = new Random(size);
    float[] images = new float[size * network.input().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] targets = new float[size * network.classes()];
    for (int i = 0; i < size; i++) {
      targets[i * network.classes() + random.nextInt(network.classes())] = 1;
    }
    float[] parameters = Initialization.he(network, 1);
    float[] gradient = new float[network.parameterCount()];
    float[] statistics = new float[network.statisticsCount()];
    float[] logits = new float[size * network.classes()];
    engine.gradient(parameters, new Batch(size, images, targets), gradient, statistics);
    engine.logits(parameters, statistics, size, images, logits);
    float[] all = Arrays.copyOf(gradient, gradient.length + statistics.length + logits.length);
    System.arraycopy(statistics, 0, all, gradient.length, statistics.length);
    System.arraycopy(logits, 0, all, gradient.length + statistics.length, logits.length);
    return all;
  }
}
