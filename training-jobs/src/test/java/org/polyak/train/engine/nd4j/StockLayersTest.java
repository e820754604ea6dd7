package org.polyak.train.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.LayerNetworks;
import org.polyak.train.engine.RunningMoments;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.network.Network;

/**
 * Our layers against DL4J's own: ConvolutionLayer, BatchNormalization, SubsamplingLayer and so on.
 */
class StockLayersTest {

  private static final int BATCH = 6;

  static Stream<Network> networks() {
    return LayerNetworks.all().filter(StockLayersTest::isComputedByDl4j);
  }

  private static boolean isComputedByDl4j(Network network) {
    try {
      Engines.check("dl4j", network);
      return true;
    } catch (PolyakException e) {
      return false;
    }
  }

  @Test
  void theLayersInQuestionAreCompared() {
    List<String> names = networks().map(Network::name).toList();
    assertThat(names)
        .contains(
            "convolution with bias",
            "convolution with unequal sides",
            "batch norm and ReLU",
            "max pool",
            "global average pool",
            "shortcut",
            "lenet5",
            "resnet8");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void outputsStatisticsAndGradientsAreThoseOfDl4j(Network network) {
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 11);
    float[][] own = values("nd4j", network, batch);
    float[][] stock = values("dl4j", network, batch);
    for (int i = 0; i < own.length; i++) {
      assertClose(own[i], stock[i]);
    }
  }

  /** Logits in testing; loss, gradient and statistics of the batch in training. */
  private static float[][] values(String name, Network network, CheckedBatch batch) {
    float[] logits = new float[BATCH * network.classes()];
    float[] gradient = new float[network.parameterCount()];
    float[] statistics = new float[network.statisticsCount()];
    try (Engine engine = Engines.create(name, network, 1)) {
      engine.logits(
          batch.singleParameters(),
          RunningMoments.single(network),
          BATCH,
          batch.single().images(),
          logits);
      BatchResult result =
          engine.gradient(batch.singleParameters(), batch.single(), gradient, statistics);
      return new float[][] {
        logits, {(float) result.loss(), result.correct()}, gradient, statistics
      };
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float scale = 1;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], Offset.offset(1e-4f * scale));
    }
  }
}
