package org.polyak.train.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

class LayerShapesTest {

  /** W2 = (W1 - F + 2P) / S + 1, with the settings that are usual. */
  @ParameterizedTest
  @CsvSource({
    "227, 11, 4, 0, 55", // AlexNet's first; 224 does not divide
    "32, 5, 1, 0, 28",
    "32, 3, 1, 1, 32",
    "32, 5, 1, 2, 32",
    "32, 1, 1, 0, 32",
    "224, 7, 2, 3, 112", // ResNet's and GoogLeNet's first
    "5, 3, 2, 1, 3",
    "7, 3, 2, 1, 4",
    "5, 5, 1, 0, 1"
  })
  void convolutionFollowsTheSizeFormula(int side, int kernel, int stride, int padding, int out) {
    Convolution layer = new Convolution(6, kernel, stride, padding, true);
    assertThat(layer.output(List.of(new Shape(side, side + stride, 3))))
        .isEqualTo(new Shape(out, out + 1, 6));
  }

  /** A filter of 5x5x3 has 75 weights, ten have 750 and 10 biases; on six maps 150 and a bias. */
  @Test
  void convolutionCountsWeightsOncePerFilter() {
    Shape image = new Shape(32, 32, 3);
    assertThat(parameters(new Convolution(1, 5, 1, 0, false), image)).isEqualTo(75);
    assertThat(parameters(new Convolution(10, 5, 1, 0, true), image)).isEqualTo(760);
    assertThat(parameters(new Convolution(1, 5, 1, 0, true), new Shape(14, 14, 6))).isEqualTo(151);
  }

  @Test
  void sidesAreIndependent() {
    Convolution layer =
        new Convolution(4, new Sides(1, 3), new Sides(2, 1), new Sides(0, 1), false);
    assertThat(layer.output(List.of(new Shape(7, 9, 3)))).isEqualTo(new Shape(4, 9, 4));
    assertThat(layer.parameters(new Shape(7, 9, 3)))
        .containsExactly(new Parameter(Parameter.Kind.WEIGHT, List.of(1, 3, 3, 4)));
  }

  /** Inputs 0, 2 and 4 of a filter of three span five values. */
  @Test
  void dilationWidensTheWindowAndNotTheFilter() {
    Convolution layer = new Convolution(4, 3, 1, 0, false).dilated(2);
    assertThat(layer.output(List.of(new Shape(5, 7, 3)))).isEqualTo(new Shape(1, 3, 4));
    assertThat(parameters(layer, new Shape(5, 7, 3))).isEqualTo(9 * 3 * 4);
  }

  /** Depthwise and pointwise of MobileNet: D_K^2 M + M N in place of D_K^2 M N. */
  @Test
  void groupsDivideTheWeights() {
    Shape maps = new Shape(14, 14, 32);
    assertThat(parameters(new Convolution(32, 3, 1, 1, false).grouped(32), maps)).isEqualTo(288);
    assertThat(parameters(new Convolution(64, 3, 1, 1, false).grouped(2), maps))
        .isEqualTo(9 * 16 * 64);
    Convolution three = new Convolution(6, 3, 1, 1, false).grouped(3);
    assertThatThrownBy(() -> three.output(List.of(maps)))
        .hasMessage("3 groups do not divide 32 channels");
    assertThatThrownBy(() -> new Convolution(7, 3, 1, 1, false).grouped(2))
        .hasMessageContaining("expected a divisor of 7 filters");
  }

  @Test
  void weightNormAddsALengthPerOutput() {
    Shape maps = new Shape(6, 5, 4);
    assertThat(new Convolution(8, 3, 1, 1, true).weightNormalized().parameters(maps))
        .extracting(Parameter::kind)
        .containsExactly(Parameter.Kind.WEIGHT, Parameter.Kind.BIAS, Parameter.Kind.LENGTH);
    assertThat(parameters(new Dense(8, false, true, 0), maps)).isEqualTo(120 * 8 + 8);
  }

  /** Lengths start as those of the weights, so a filter starts as what initialisation drew. */
  @Test
  void lengthsStartAsThoseOfTheWeights() {
    Network network =
        new NetworkBuilder("n", new Shape(2, 1, 1))
            .then("logits", new Dense(3).weightNormalized())
            .build();
    float[] p = Initialization.he(network, 5);
    for (int unit = 0; unit < 3; unit++) {
      assertThat((double) p[9 + unit])
          .isCloseTo(Math.hypot(p[unit], p[3 + unit]), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  /** GoogLeNet's sizes: 112, 56, 28, 14, 7 with windows of 3, steps of 2 and no padding. */
  @ParameterizedTest
  @CsvSource({
    "112, 3, 2, 0, true, 56",
    "56, 3, 2, 0, true, 28",
    "28, 3, 2, 0, true, 14",
    "14, 3, 2, 0, true, 7",
    "28, 3, 1, 1, true, 28",
    "112, 3, 2, 0, false, 55",
    "112, 3, 2, 1, false, 56", // ResNet's
    "224, 2, 2, 0, false, 112", // VGG's
    "55, 3, 2, 0, false, 27", // AlexNet's
    "5, 2, 2, 1, true, 3" // a fourth window would start behind the input
  })
  void poolsRoundDownOrUp(int side, int size, int stride, int padding, boolean ceil, int expected) {
    Shape in = new Shape(side, side, 7);
    Shape out = new Shape(expected, expected, 7);
    assertThat(new MaxPool(size, stride, padding, ceil).output(List.of(in))).isEqualTo(out);
    assertThat(new AveragePool(size, stride, padding, ceil, true).output(List.of(in)))
        .isEqualTo(out);
  }

  @Test
  void paddingOfMoreThanHalfAWindowIsRefused() {
    assertThatThrownBy(() -> new MaxPool(3, 2, 2, false))
        .hasMessage("Invalid padding: 2x2 (expected 0 to half of the window 3x3)");
  }

  /** 32 / sqrt 2 = 22.6, 22 / sqrt 2 = 15.6, ... */
  @Test
  void fractionalPoolsDivideByAFraction() {
    FractionalMaxPool pool = new FractionalMaxPool(Math.sqrt(2), true);
    assertThat(pool.output(List.of(new Shape(32, 22, 5)))).isEqualTo(new Shape(22, 15, 5));
    assertThatThrownBy(() -> new FractionalMaxPool(1, true)).hasMessageContaining("above 1");
  }

  @Test
  void branchesAreJoinedOnChannels() {
    Shape a = new Shape(28, 27, 64);
    Shape b = new Shape(28, 27, 128);
    assertThat(new Concat().output(List.of(a, b, a))).isEqualTo(new Shape(28, 27, 256));
    assertThatThrownBy(() -> new Concat().output(List.of(a, new Shape(27, 27, 64))))
        .hasMessageContaining("same height and width");
    assertThat(new Add().output(List.of(a, a, a))).isEqualTo(a);
    assertThatThrownBy(() -> new Add().output(List.of(a, b))).hasMessageContaining("same shape");
    assertThat(new Scale().output(List.of(a, new Shape(1, 1, 64)))).isEqualTo(a);
    assertThatThrownBy(() -> new Scale().output(List.of(a, new Shape(1, 1, 128))))
        .hasMessageContaining("a gate of 1x1");
  }

  @Test
  void maxoutDividesChannels() {
    assertThat(new Maxout(2).output(List.of(new Shape(4, 4, 6)))).isEqualTo(new Shape(4, 4, 3));
    assertThatThrownBy(() -> new Maxout(4).output(List.of(new Shape(4, 4, 6))))
        .hasMessageContaining("cannot divide 6 channels");
  }

  static Stream<Layer> layersThatKeepShapes() {
    return Stream.of(
        new Relu(),
        new Tanh(),
        new Sigmoid(),
        new Gelu(),
        new Swish(),
        new LeakyRelu(),
        new Elu(),
        new Selu(),
        new Prelu(),
        new LocalResponseNorm(),
        new BatchNorm(0.9, 1e-5),
        new DecorrelatedBatchNorm(3, 0.9, 1e-3),
        new GroupNorm(2),
        new LayerNorm(),
        new InstanceNorm(),
        new Dropout(0.5),
        new SpatialDropout(0.2),
        new StochasticDepth(0.8));
  }

  @ParameterizedTest
  @MethodSource("layersThatKeepShapes")
  void keepsItsShape(Layer layer) {
    assertThat(layer.output(List.of(new Shape(5, 4, 6)))).isEqualTo(new Shape(5, 4, 6));
    int expected = layer instanceof Norm ? 12 : layer instanceof Prelu ? 6 : 0;
    assertThat(parameters(layer, new Shape(5, 4, 6))).isEqualTo(expected);
  }

  @Test
  void covariancesFollowTheMeans() {
    Network network =
        new NetworkBuilder("n", new Shape(2, 2, 6))
            .then("a", new DecorrelatedBatchNorm(3, 0.9, 1e-3))
            .then("b", new BatchNorm(0.8, 1e-5))
            .then("logits", new Dense(2))
            .build();
    assertThat(network.statisticsCount()).isEqualTo(6 + 6 * 3 + 12);
    assertThat(network.statisticsSlices().get(1).offset()).isEqualTo(24);
    assertThat(network.statisticsSlices().get(1).varianceOffset()).isEqualTo(30);
  }

  /** Huang et al. 2016: 54 blocks, survival of the last 1/2. */
  @Test
  void survivalFallsLinearly() {
    assertThat(StochasticDepth.linear(27, 54, 0.5).survival()).isEqualTo(0.75);
    assertThat(StochasticDepth.linear(54, 54, 0.5).survival()).isEqualTo(0.5);
  }

  @Test
  void aTreeOverClassesHasOneInnerNodeLess() {
    assertThat(new HierarchicalSoftmax().output(List.of(new Shape(1, 1, 9))))
        .isEqualTo(new Shape(1, 1, 10));
  }

  @Test
  void ratesOutsideOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Dropout(1)).hasMessageContaining("expected 0 to below 1");
    assertThatThrownBy(() -> new Dense(3).dropConnect(-0.1)).hasMessageContaining("DropConnect");
    assertThatThrownBy(() -> new StochasticDepth(0)).hasMessageContaining("survival");
  }

  private static int parameters(Layer layer, Shape input) {
    return layer.parameters(input).stream().mapToInt(Parameter::size).sum();
  }
}
