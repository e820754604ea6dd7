package org.polyak.train.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.train.activation.DeepExperiment.Nonlinearity;

class DeepExperimentTest {

  /**
   * Deviations of six layers of 4,096 units, computed separately. A quarter of the units with twice
   * the deviation have the same sums: 4096 x 0.01^2 = 1024 x 0.02^2.
   */
  @ParameterizedTest
  @CsvSource({
    "TANH, 0.02, .49 .29 .18 .11 .07 .05",
    "TANH, 0.1, .87 .85 .85 .85 .85 .85",
    "TANH, 0.03125, .63 .49 .41 .36 .32 .30",
    "RELU, 0.03125, .58 .41 .29 .20 .14 .10",
    "RELU, 0.04419417, .83 .83 .84 .83 .83 .81",
  })
  void activationsSpreadAsComputed(Nonlinearity nonlinearity, double deviation, String expected) {
    List<LayerActivations> layers =
        new DeepExperiment(1_024, 16, 6, 1).run(nonlinearity, deviation);
    String[] figures = expected.split(" ", -1);
    assertThat(layers).hasSize(6);
    for (int layer = 0; layer < 6; layer++) {
      double figure = Double.parseDouble(figures[layer]);
      // Rounded to 0.005. The mean square of ReLU's values varies by sqrt(5 / units) = 7 % a layer,
      // the deviation by half of that, and layers multiply; tanh pulls back.
      double part = nonlinearity == Nonlinearity.RELU ? 2 * 0.035 * Math.sqrt(layer + 1) : 0.05;
      assertThat(layers.get(layer).deviation())
          .as("layer " + (layer + 1))
          .isCloseTo(figure, within(0.01 + part * figure));
    }
  }

  @ParameterizedTest
  @CsvSource({"TANH, 0", "RELU, 0.5"})
  void halfOfRelusOutputIsZero(Nonlinearity nonlinearity, double zeros) {
    LayerActivations layer = new DeepExperiment(256, 16, 1, 1).run(nonlinearity, 0.05).get(0);
    assertThat(layer.values()).isEqualTo(16 * 256);
    assertThat(layer.zeros()).isCloseTo(zeros, within(0.05));
    assertThat(layer.least()).isLessThanOrEqualTo(0);
    long all = 0;
    for (long count : layer.counts()) {
      all += count;
    }
    assertThat(all).isEqualTo(16 * 256);
  }

  /** Unit 1 of three is 0 for both inputs, unit 0 for one of them. */
  @Test
  void aUnitThatNoInputReachesIsDead() {
    LayerActivations layer = LayerActivations.of("layer", new float[] {0, 0, 2, 1, 0, 3}, 3);
    assertThat(layer.zeros()).isEqualTo(0.5);
    assertThat(layer.dead()).isCloseTo(1 / 3.0, within(1e-12));
  }
}
