package org.polyak.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.recipe.NetworkConfig;

class NetworksTest {

  private static final Shape CIFAR = new Shape(32, 32, 3);

  /** He et al. 2015, table 6, in millions; the exact counts follow from section 4.2 by hand. */
  @ParameterizedTest
  @CsvSource({"resnet20, 269722, 0.27", "resnet32, 464154, 0.46", "resnet56, 853018, 0.85"})
  void residualNetworksHaveThePublishedSize(String name, int parameters, double millions) {
    Network network = Networks.create(name, CIFAR, 10);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(Math.round(network.parameterCount() / 1e4) / 100.0).isEqualTo(millions);
  }

  @Test
  void leNetHasSixtyOneThousandParametersOnOneChannel() {
    Network network = Networks.create("lenet5", new Shape(32, 32, 1), 10);
    assertThat(network.parameterCount()).isEqualTo(156 + 2416 + 48120 + 10164 + 850);
    assertThat(network.shape("pool1")).isEqualTo(new Shape(14, 14, 6));
    assertThat(network.shape("pool2")).isEqualTo(new Shape(5, 5, 16));
  }

  @Test
  void softmaxIsOneDenseLayer() {
    assertThat(Networks.create("softmax", CIFAR, 10).parameterCount()).isEqualTo(3072 * 10 + 10);
  }

  @Test
  void residualNetworkHalvesItsMapsTwice() {
    Network network = Networks.create("resnet20", CIFAR, 10);
    assertThat(network.shape("s1b3/relu2")).isEqualTo(new Shape(32, 32, 16));
    assertThat(network.shape("s2b3/relu2")).isEqualTo(new Shape(16, 16, 32));
    assertThat(network.shape("s3b3/relu2")).isEqualTo(new Shape(8, 8, 64));
    assertThat(network.classes()).isEqualTo(10);
    assertThat(network.statisticsCount()).isEqualTo(2 * (7 * 16 + 6 * 32 + 6 * 64));
  }

  @Test
  void slicesCoverTheParameterVectorWithoutGaps() {
    for (String name : Networks.names()) {
      NetworkConfig config = NetworkConfig.named(name);
      Network network = config.create(config.architecture().purpose().input(), 10);
      int offset = 0;
      for (Network.ParameterSlice slice : network.parameterSlices()) {
        assertThat(slice.offset()).isEqualTo(offset);
        offset += slice.parameter().size();
      }
      assertThat(offset).isEqualTo(network.parameterCount());
    }
  }

  /** E1 of the lecture notes, corrected: W2 = (W1 - F + 2P) / S + 1. */
  @Test
  void convolutionFollowsTheSizeFormula() {
    Convolution alexNet = new Convolution(96, 11, 4, 0, true);
    assertThat(alexNet.output(List.of(new Shape(227, 227, 3)))).isEqualTo(new Shape(55, 55, 96));
    Convolution same = new Convolution(6, 3, 1, 1, true);
    assertThat(same.output(List.of(new Shape(7, 9, 3)))).isEqualTo(new Shape(7, 9, 6));
  }

  @Test
  void tooSmallAnImageIsNamed() {
    assertThatThrownBy(() -> Networks.create("lenet5", new Shape(8, 8, 3), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lenet5: node conv2: A window of 5 does not fit into 2 with padding 0");
  }

  @Test
  void unknownNameListsTheKnown() {
    assertThatThrownBy(() -> Networks.create("resnet21", CIFAR, 10))
        .hasMessageContaining("Unknown network resnet21")
        .hasMessageContaining("resnet20");
  }

  @Test
  void nodeBeforeItsInputIsRefused() {
    NetworkBuilder builder = new NetworkBuilder("odd", CIFAR);
    assertThatThrownBy(() -> builder.join("add", new Add(), "input", "later"))
        .hasMessage("odd: node add reads later, which does not come before it");
  }

  @Test
  void heInitialisationHasItsDeviationAndItsSeed() {
    Network network = Networks.create("resnet20", CIFAR, 10);
    float[] parameters = Initialization.he(network, 3);
    assertThat(Initialization.he(network, 3)).isEqualTo(parameters);
    assertThat(Initialization.he(network, 4)).isNotEqualTo(parameters);
    Network.ParameterSlice last =
        network.parameterSlices().stream()
            .filter(s -> s.node().name().equals("s3b3/conv2"))
            .findFirst()
            .orElseThrow();
    double squares = 0;
    for (int i = 0; i < last.parameter().size(); i++) {
      double w = parameters[last.offset() + i];
      squares += w * w;
    }
    double deviation = Math.sqrt(squares / last.parameter().size());
    // 36,864 draws: the relative error of a deviation is 1 / sqrt(2 n) = 0.4 %, four times that.
    assertThat(deviation).isCloseTo(Math.sqrt(2.0 / (9 * 64)), within(0.016));
  }

  private static org.assertj.core.data.Offset<Double> within(double part) {
    return org.assertj.core.data.Offset.offset(part * Math.sqrt(2.0 / (9 * 64)));
  }
}
