package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;

/**
 * One unit of two inputs, w1 x = 6 and w2 y = 35: which sums the masks of dropout and its kind make
 * of it, how often, and what testing makes of it.
 */
class DropoutTest {

  private static final int SAMPLES = 4000;
  private static final Shape TWO_CHANNELS = new Shape(1, 1, 2);
  private static final Shape TWO_PLACES = new Shape(1, 2, 1);

  /** (0 + 2 w1 x + 2 w2 y + 2 (w1 x + w2 y)) / 4 = w1 x + w2 y: testing need not scale. */
  @ParameterizedTest
  @ValueSource(strings = {"java", "onednn"})
  void invertedMasksHaveTheMeanOfTheTest(String engine) {
    Network network = network(TWO_CHANNELS, new Dropout(0.5), new Dense(2));
    assertSums(engine, network, Map.of(0f, 0.25, 12f, 0.25, 70f, 0.25, 82f, 0.25));
    assertThat(tested(engine, network)).isEqualTo(41);
  }

  /** Testing multiplies by the probability of being kept, 0.8, not by the rate. */
  @ParameterizedTest
  @ValueSource(strings = {"java", "onednn"})
  void vanillaMasksAreScaledInTheTest(String engine) {
    Network network = network(TWO_CHANNELS, new Dropout(0.2, Dropout.Form.VANILLA), new Dense(2));
    assertSums(engine, network, Map.of(0f, 0.04, 6f, 0.16, 35f, 0.16, 41f, 0.64));
    assertThat(tested(engine, network)).isCloseTo(32.8f, Offset.offset(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "onednn"})
  void aChannelFallsWhole(String engine) {
    Network network = network(TWO_PLACES, new SpatialDropout(0.5), new Dense(2));
    assertSums(engine, network, Map.of(0f, 0.5, 82f, 0.5));
    assertThat(tested(engine, network)).isEqualTo(41);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "onednn"})
  void dropConnectLeavesOutWeightsAndTestsWithAll(String engine) {
    Network network = network(TWO_CHANNELS, null, new Dense(2).dropConnect(0.5));
    assertSums(engine, network, Map.of(0f, 0.25, 12f, 0.25, 70f, 0.25, 82f, 0.25));
    assertThat(tested(engine, network)).isEqualTo(41);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "onednn"})
  void aBranchSurvivesWholeAndIsScaledInTheTest(String engine) {
    Network network = network(TWO_CHANNELS, new StochasticDepth(0.8), new Dense(2));
    assertSums(engine, network, Map.of(0f, 0.2, 41f, 0.8));
    assertThat(tested(engine, network)).isCloseTo(32.8f, Offset.offset(1e-5f));
  }

  private static Network network(Shape input, Layer noise, Dense unit) {
    NetworkBuilder builder = new NetworkBuilder("one unit", input);
    if (noise != null) {
      builder.then("noise", noise);
    }
    return builder.then("logits", unit).build();
  }

  /** Every sum as often as its probability says, within five deviations, and no other. */
  private static void assertSums(String name, Network network, Map<Float, Double> expected) {
    Map<Float, Integer> counts = new TreeMap<>();
    float[] logits = new float[2];
    try (Engine engine = Engines.create(name, network, 1)) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        engine.stochasticLogits(
            parameters(), new float[0], 1, images(), new RandomKey(1, 0, sample), logits);
        counts.merge((float) Math.rint(logits[0]), 1, Integer::sum);
        assertThat(logits[0]).isCloseTo((float) Math.rint(logits[0]), Offset.offset(1e-4f));
      }
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (sum, p) ->
            assertThat((double) counts.get(sum))
                .as("sum %s, of %s", sum, counts)
                .isCloseTo(SAMPLES * p, Offset.offset(5 * Math.sqrt(SAMPLES * p * (1 - p)))));
  }

  private static float tested(String name, Network network) {
    float[] logits = new float[2];
    try (Engine engine = Engines.create(name, network, 1)) {
      engine.logits(parameters(), new float[0], 1, images(), logits);
    }
    return logits[0];
  }

  /** Weights [input][unit] of which the second unit has none, then biases. */
  private static float[] parameters() {
    return new float[] {2, 0, 7, 0, 0, 0};
  }

  private static float[] images() {
    return new float[] {3, 5};
  }
}
