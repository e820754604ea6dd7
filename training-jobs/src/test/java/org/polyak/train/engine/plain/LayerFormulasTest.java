package org.polyak.train.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.InstanceNorm;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/** What layers give, against their definitions; the oneDNN engine is compared with these. */
class LayerFormulasTest {

  private static final Offset<Double> EXACT = within(1e-9);
  private static final Shape MAP = new Shape(3, 5, 6);
  private static final int SIZE = 4;

  @Test
  void activationsByHand() {
    double[] x = {-3, -0.5, 0, 1, 10};
    assertValues(new Relu(), x, 0, 0, 0, 1, 10);
    assertValues(new LeakyRelu(), x, -0.03, -0.005, 0, 1, 10);
    assertValues(new LeakyRelu(0.1), x, -0.3, -0.05, 0, 1, 10);
    assertValues(new Sigmoid(), x, 0.0474259, 0.3775407, 0.5, 0.7310586, 0.9999546);
    assertValues(new Tanh(), x, -0.9950548, -0.4621172, 0, 0.7615942, 1);
    assertValues(new Elu(), x, -0.9502129, -0.3934693, 0, 1, 10);
    assertValues(new Elu(0.5), x, -0.4751065, -0.1967347, 0, 1, 10);
    assertValues(new Selu(), x, -1.6705687, -0.6917582, 0, 1.0507010, 10.5070099);
    assertValues(new Gelu(), x, -0.0040497, -0.1542688, 0, 0.8413447, 10);
    assertValues(new Swish(), x, -0.1422776, -0.1887703, 0, 0.7310586, 9.9995460);
    assertValues(new Swish(2), x, -0.0074178, -0.1344707, 0, 0.8807971, 10);
  }

  /** 2 / (1 + exp(-2x)) - 1, not with a plus. */
  @Test
  void tanhIsASigmoidOfTwiceTheValue() {
    double[] x = {-2, -0.1, 0.7, 4};
    double[] tanh = new double[4];
    Arrays.setAll(tanh, i -> 2 / (1 + Math.exp(-2 * x[i])) - 1);
    assertThat(apply(new Tanh(), new Shape(1, 1, 4), 1, Phase.TEST, new double[0], x))
        .containsExactly(tanh, EXACT);
  }

  @Test
  void slopesOfPreluAreThoseOfTheChannels() {
    double[] out =
        apply(
            new Prelu(),
            new Shape(1, 2, 2),
            1,
            Phase.TEST,
            new double[] {0.25, -2},
            new double[] {-4, -3, 8, 5});
    assertThat(out).containsExactly(-1, 6, 8, 5);
  }

  /** Channels c, C + c and 2C + c compete. */
  @Test
  void maxoutTakesTheLargestPiece() {
    double[] out =
        apply(
            new Maxout(3),
            new Shape(1, 1, 6),
            1,
            Phase.TEST,
            new double[0],
            new double[] {1, -9, -2, -7, 0, -8});
    assertThat(out).containsExactly(1, -7);
  }

  /** The fixed point of the paper: mean 0 and variance 1 stay, of normal values. */
  @Test
  void seluKeepsMeanAndVariance() {
    double[] x = normal(400_000, 3);
    double[] y = apply(new Selu(), new Shape(1, 1, x.length), 1, Phase.TEST, new double[0], x);
    double mean = Arrays.stream(y).average().orElseThrow();
    double square = Arrays.stream(y).map(v -> v * v).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.008));
    assertThat(square).isCloseTo(1, within(0.015));
  }

  /** Batch, rows and columns of a channel have mean beta and deviation gamma. */
  @Test
  void batchNormalisationIsPerChannel() {
    assertNormalised(new BatchNorm(0.9, 0), (image, channel) -> channel, Phase.TRAIN);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void layerNormalisationIsPerImage(Phase phase) {
    assertNormalised(new LayerNorm(0), (image, channel) -> image, phase);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void instanceNormalisationIsPerImageAndChannel(Phase phase) {
    assertNormalised(new InstanceNorm(0), (image, channel) -> 6 * image + channel, phase);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void groupNormalisationIsPerImageAndGroup(Phase phase) {
    assertNormalised(new GroupNorm(2, 0), (image, channel) -> 2 * image + channel / 3, phase);
  }

  @Test
  void epsilonIsAddedToTheVariance() {
    double[] out =
        apply(
            new LayerNorm(3),
            new Shape(1, 1, 2),
            1,
            Phase.TEST,
            new double[] {1, 1, 0, 0},
            new double[] {1, 3});
    assertThat(out).containsExactly(new double[] {-0.5, 0.5}, EXACT);
  }

  /** Values of one set have mean 0 and variance 1 before gamma and beta, which are per channel. */
  private static void assertNormalised(Layer layer, IntBinaryOperator set, Phase phase) {
    double[] gammaBeta = {2, 0.5, -1, 3, 1, 1, 0.1, -4, 0, 2, 7, -1};
    double[] x = normal(SIZE * MAP.size(), 5);
    for (int i = 0; i < x.length; i++) {
      int image = i / MAP.size();
      x[i] = 3 + (1 + i % 6) * x[i] + image;
    }
    double[] y = apply(layer, MAP, SIZE, phase, gammaBeta, x);
    double[][] sums = new double[SIZE * 6][5];
    for (int i = 0; i < y.length; i++) {
      double[] sum = sums[set.applyAsInt(i / MAP.size(), i % 6)];
      double standard = (y[i] - gammaBeta[6 + i % 6]) / gammaBeta[i % 6];
      sum[0]++;
      sum[1] += standard;
      sum[2] += standard * standard;
      sum[3] += x[i];
      sum[4] += standard * x[i];
    }
    for (double[] sum : sums) {
      if (sum[0] > 0) {
        assertThat(sum[1] / sum[0]).isCloseTo(0, EXACT);
        assertThat(sum[2] / sum[0]).isCloseTo(1, EXACT);
        // A line through the values, rising: their covariance is the deviation of the values.
        assertThat(sum[4] / sum[0]).isGreaterThan(0);
      }
    }
    // The same line for all of a set.
    for (int i = 0; i < y.length; i++) {
      double[] sum = sums[set.applyAsInt(i / MAP.size(), i % 6)];
      double deviation = sum[4] / sum[0];
      double expected = (x[i] - sum[3] / sum[0]) / deviation;
      assertThat((y[i] - gammaBeta[6 + i % 6]) / gammaBeta[i % 6]).isCloseTo(expected, EXACT);
    }
  }

  /**
   * Whitened by a symmetric matrix: the covariance of the output within a group is the identity,
   * and that of input and output, the root of the input's covariance, is symmetric.
   */
  @Test
  void decorrelatedBatchNormalisationWhitensGroups() {
    int n = SIZE * 15;
    double[] x = normal(SIZE * MAP.size(), 6);
    for (int p = 0; p < x.length; p += 6) {
      x[p + 1] += 2 * x[p];
      x[p + 2] -= x[p + 1];
      x[p + 4] += 5 * x[p];
    }
    double[] ones = {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
    double[] y = apply(new DecorrelatedBatchNorm(3, 0.9, 0), MAP, SIZE, Phase.TRAIN, ones, x);
    double[] means = new double[6];
    for (int i = 0; i < y.length; i++) {
      means[i % 6] += y[i] / n;
    }
    assertThat(means).containsExactly(new double[6], EXACT);
    for (int a = 0; a < 6; a++) {
      for (int b = a / 3 * 3; b < a / 3 * 3 + 3; b++) {
        double outputs = 0;
        double mixed = 0;
        double swapped = 0;
        for (int p = 0; p < y.length; p += 6) {
          outputs += y[p + a] * y[p + b] / n;
          mixed += x[p + a] * y[p + b] / n;
          swapped += x[p + b] * y[p + a] / n;
        }
        assertThat(outputs).isCloseTo(a == b ? 1 : 0, within(1e-8));
        assertThat(mixed).isCloseTo(swapped, within(1e-8));
      }
    }
  }

  /** With the identity as running covariance only the mean is subtracted. */
  @Test
  void decorrelationTestsWithRunningStatistics() {
    Network network =
        new NetworkBuilder("n", new Shape(1, 1, 2))
            .then("layer", new DecorrelatedBatchNorm(2, 0.9, 0))
            .build();
    double[] statistics = {3, -1, 4, 0, 0, 25};
    double[] out =
        new PlainNetwork(network)
            .forward(
                new double[] {1, 1, 0, 0}, statistics, Phase.TEST, 1, new double[] {5, 9}, null);
    assertThat(out).containsExactly(new double[] {1, 2}, EXACT);
  }

  /** Channel 1 of squares 1, 4, 9: 2 / (2 + 0.5 * 14)^0.75; the ends have fewer neighbours. */
  @Test
  void responsesAreDividedByTheirNeighbours() {
    double[] out =
        apply(
            new LocalResponseNorm(3, 2, 0.5, 0.75),
            new Shape(1, 1, 3),
            1,
            Phase.TEST,
            new double[0],
            new double[] {1, 2, 3});
    double[] expected = {
      1 / Math.pow(2 + 0.5 * 5, 0.75), 2 / Math.pow(2 + 0.5 * 14, 0.75), 3 / Math.pow(8.5, 0.75)
    };
    assertThat(out).containsExactly(expected, EXACT);
  }

  private static final double[] SQUARE = {
    1, 2, 3, 4, //
    5, 6, 7, 8, //
    9, 10, 11, 12, //
    13, 14, 15, 16
  };

  /** Windows of 2 with a step of 2 keep one of four values. */
  @Test
  void poolsByHand() {
    assertPooled(new MaxPool(2, 2), 6, 8, 14, 16);
    assertPooled(new MaxPool(3, 1), 11, 12, 15, 16);
    assertPooled(new AveragePool(2, 2), 3.5, 5.5, 11.5, 13.5);
    assertPooled(new GlobalAveragePool(), 8.5);
    // Of 3 with padding of 1 and a step of 2 the first window has four values, the second six.
    assertPooled(new AveragePool(3, 2, 1, false, false), 3.5, 5, 9.5, 11);
    assertPooled(new AveragePool(3, 2, 1, false, true), 14 / 9.0, 30 / 9.0, 57 / 9.0, 99 / 9.0);
  }

  private static void assertPooled(Layer layer, double... expected) {
    assertThat(apply(layer, new Shape(4, 4, 1), 1, Phase.TEST, new double[0], SQUARE))
        .containsExactly(expected, EXACT);
  }

  /** Every start of the sequence parts a side into regions of one or two that cover it. */
  @ParameterizedTest
  @CsvSource({"25, 17", "7, 5", "9, 8", "10, 5"})
  void fractionalRegionsCoverTheSide(int inputs, int outputs) {
    boolean moved = false;
    for (double u = 0; u < 1; u += 1 / 64.0) {
      int[] starts = FractionalMaxPoolKernel.starts(inputs, outputs, u);
      assertThat(starts).hasSize(outputs + 1).startsWith(0).endsWith(inputs);
      for (int i = 0; i < outputs; i++) {
        assertThat(starts[i + 1] - starts[i]).as("%d of %s", i, u).isBetween(1, 2);
      }
      moved |= !Arrays.equals(starts, FractionalMaxPoolKernel.starts(inputs, outputs, 0));
    }
    assertThat(moved).isEqualTo(inputs != 2 * outputs);
  }

  /** On values that rise, the maximum of a region is its last; testing takes the middle start. */
  @Test
  void fractionalPoolTakesTheLargestOfARegion() {
    double[] ramp = {0, 1, 2, 3, 4, 5, 6};
    Shape row = new Shape(2, 7, 1);
    double[] two = new double[14];
    System.arraycopy(ramp, 0, two, 0, 7);
    System.arraycopy(ramp, 0, two, 7, 7);
    // 7 / 5 = 1.4: floor(1.4 (i + 1/2)) - floor(0.7) = 0, 2, 3, 4, 6.
    assertThat(apply(new FractionalMaxPool(1.4, false), row, 1, Phase.TEST, new double[0], two))
        .startsWith(1, 2, 3, 5, 6);
    assertThat(apply(new FractionalMaxPool(1.4, true), row, 1, Phase.TEST, new double[0], two))
        .startsWith(2, 3, 4, 6, 6);
  }

  /** Weights are a direction, and a length of their own. */
  @Test
  void weightNormalisationSetsTheLength() {
    double[] parameters = {3, 1, 4, 0, 10, 7};
    double[] out =
        apply(
            new Dense(2, false, true, 0),
            new Shape(1, 1, 2),
            2,
            Phase.TEST,
            parameters,
            new double[] {1, 0, 0, 1});
    // Unit 0 has the direction (3, 4) / 5 and the length 10, unit 1 (1, 0) and 7.
    assertThat(out).containsExactly(new double[] {6, 7, 8, 0}, EXACT);
  }

  private static void assertValues(Activation layer, double[] x, double... expected) {
    assertThat(apply(layer, new Shape(1, 1, x.length), 1, Phase.TEST, new double[0], x))
        .as("%s", layer)
        .containsExactly(expected, within(1e-7));
  }

  private static double[] apply(
      Layer layer, Shape input, int size, Phase phase, double[] parameters, double[] x) {
    Network network = new NetworkBuilder("one", input).then("layer", layer).build();
    return new PlainNetwork(network)
        .forward(
            parameters,
            new double[network.statisticsCount()],
            phase,
            size,
            x,
            RandomKey.ofStep(1, 0, 0, 0));
  }

  private static double[] normal(int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
