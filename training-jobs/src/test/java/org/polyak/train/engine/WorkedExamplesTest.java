package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.engine.plain.PlainNetwork;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.Sigmoid;

/** Examples of lecture notes, with figures that were computed by hand. */
class WorkedExamplesTest {

  private static final Offset<Double> DIGITS = within(5e-4);

  private static final float[] IMAGE = {
    1, 2, 0, 3, 1, //
    1, 0, 0, 2, 2, //
    2, 1, 2, 1, 1, //
    0, 0, 1, 0, 0, //
    1, 2, 1, 1, 1
  };

  private static final float[] KERNEL = {-1, 1, 2, 1, 1, 0, -1, -2, 0};

  /** The kernel is not flipped. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onednn | 1 | 0 | -2 -1 3  2 5 8  -2 0 -1",
        "java   | 1 | 0 | -2 -1 3  2 5 8  -2 0 -1",
        "nd4j   | 1 | 0 | -2 -1 3  2 5 8  -2 0 -1",
        "dl4j   | 1 | 0 | -2 -1 3  2 5 8  -2 0 -1",
        "onednn | 1 | 1 | -1 2 2 -1 -2  2 -2 -1 3 -1  3 2 5 8 2  2 -2 0 -1 -3  1 5 4 1 2",
        "java   | 1 | 1 | -1 2 2 -1 -2  2 -2 -1 3 -1  3 2 5 8 2  2 -2 0 -1 -3  1 5 4 1 2",
        "nd4j   | 1 | 1 | -1 2 2 -1 -2  2 -2 -1 3 -1  3 2 5 8 2  2 -2 0 -1 -3  1 5 4 1 2",
        "dl4j   | 1 | 1 | -1 2 2 -1 -2  2 -2 -1 3 -1  3 2 5 8 2  2 -2 0 -1 -3  1 5 4 1 2",
        "onednn | 2 | 0 | -2 3  -2 -1",
        "java   | 2 | 0 | -2 3  -2 -1",
        "nd4j   | 2 | 0 | -2 3  -2 -1",
        "onednn | 2 | 1 | -1 2 -2  3 5 2  1 4 2",
        "java   | 2 | 1 | -1 2 -2  3 5 2  1 4 2",
        "nd4j   | 2 | 1 | -1 2 -2  3 5 2  1 4 2"
      })
  void convolution(String engine, int stride, int padding, String expected) {
    Network network =
        flat(new Shape(5, 5, 1), new Convolution(1, 3, stride, padding, false)).build();
    int values = network.classes();
    float[] parameters = new float[network.parameterCount()];
    System.arraycopy(KERNEL, 0, parameters, 0, KERNEL.length);
    for (int i = 0; i < values; i++) {
      parameters[KERNEL.length + i * values + i] = 1;
    }
    float[] result = new float[values];
    try (Engine machine = Engines.create(engine, network, 1)) {
      machine.logits(parameters, new float[0], 1, IMAGE, result);
    }
    List<Float> floats = new ArrayList<>();
    for (float value : result) {
      floats.add(value);
    }
    assertThat(floats)
        .isEqualTo(List.of(expected.trim().split(" +")).stream().map(Float::valueOf).toList());
  }

  /** Of one dimension: with distance 1 between inputs w0 x0 + w1 x1 + w2 x2, with 2 x0, x2, x4. */
  @ParameterizedTest
  @CsvSource({"1, 14, 20, 26", "2, 22, 0, 0"})
  void dilation(int distance, float first, float second, float third) {
    Convolution layer =
        new Convolution(
            1, new Sides(1, 3), Sides.ONE, Sides.NONE, new Sides(1, distance), 1, false, false);
    PlainNetwork network =
        new PlainNetwork(new NetworkBuilder("row", new Shape(1, 5, 1)).then("conv", layer).build());
    double[] out =
        network.forward(
            new double[] {1, 2, 3},
            new double[0],
            Phase.TEST,
            1,
            new double[] {1, 2, 3, 4, 5},
            null);
    assertThat(out)
        .isEqualTo(distance == 1 ? new double[] {first, second, third} : new double[] {first});
  }

  /**
   * A dense layer on a map is a convolution whose kernel is as large, with the same weights in the
   * same order; on a larger image it slides, as if the dense layer was applied to every window.
   */
  @Test
  void aDenseLayerIsAConvolution() {
    Random random = new Random(2);
    double[] parameters = random.doubles(3 * 4 * 2 * 5 + 5, -1, 1).toArray();
    double[] image = random.doubles(4 * 4 * 2, -1, 1).toArray();
    Convolution convolution = new Convolution(5, new Sides(3, 4), Sides.ONE, Sides.NONE, true);
    double[] slid = one(new Shape(4, 4, 2), convolution, parameters, image);
    for (int window = 0; window < 2; window++) {
      double[] part = Arrays.copyOfRange(image, window * 8, window * 8 + 24);
      double[] dense = one(new Shape(3, 4, 2), new Dense(5), parameters, part);
      assertThat(Arrays.copyOfRange(slid, window * 5, window * 5 + 5))
          .containsExactly(dense, within(1e-12));
    }
  }

  /** Linear, so the kernel of 1x1 mixes the channels of each position alike. */
  @Test
  void aConvolutionOfOneIsADenseLayerAtEveryPosition() {
    double[] out =
        one(
            new Shape(1, 2, 2),
            new Convolution(1, 1, 1, 0, false),
            new double[] {10, 1},
            new double[] {1, 2, 3, 4});
    assertThat(out).containsExactly(12, 34);
  }

  private static double[] one(Shape input, Layer layer, double[] parameters, double[] image) {
    Network network = new NetworkBuilder("one", input).then("layer", layer).build();
    return new PlainNetwork(network).forward(parameters, new double[0], Phase.TEST, 1, image, null);
  }

  /** With gamma the deviation and beta the mean, batch normalisation does nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java", "nd4j", "dl4j"})
  void batchNormalisationCanBeUndone(String engine) {
    double epsilon = 1e-3;
    Network network = flat(new Shape(1, 1, 2), new BatchNorm(0.9, epsilon)).build();
    float[] images = {3, -1, 5, 0, 1, 4};
    // Means 3 and 1, biased variances 8/3 and 14/3.
    float[] statistics = {3, 1, 8 / 3f, 14 / 3f};
    float[] parameters = {
      (float) Math.sqrt(8 / 3.0 + epsilon),
      (float) Math.sqrt(14 / 3.0 + epsilon),
      3,
      1,
      1,
      0,
      0,
      1,
      0,
      0
    };
    float[] out = new float[6];
    float[] measured = new float[4];
    try (Engine machine = Engines.create(engine, network, 1)) {
      machine.logits(parameters, statistics, 3, images, out);
      machine.batchStatistics(parameters, 3, images, measured);
    }
    for (int i = 0; i < 6; i++) {
      assertThat(out[i]).isCloseTo(images[i], within(1e-5f));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(measured[i]).isCloseTo(statistics[i], within(1e-5f));
    }
  }

  /** f = (x + y) z at -2, 5, -4: q = 3, f = -12; by z 3, by q, x and y -4. */
  @Test
  void aSumTimesAFactor() {
    Network network =
        new NetworkBuilder("f", new Shape(1, 1, 3))
            .then("q", new Dense(1, false, false, 0))
            .from(Network.INPUT)
            .then("z", new Dense(1, false, false, 0))
            .join("f", new Scale(), "q", "z")
            .build();
    Gates gates = new Gates(network, new double[] {1, 1, 0, 0, 0, 1}, new double[] {-2, 5, -4});
    assertThat(gates.output).containsExactly(-12);
    assertThat(gates.network.activations("q")).containsExactly(3);
    assertThat(gates.byInputs).containsExactly(-4, -4, 3);
  }

  /**
   * 2 (x y + max(z, w)) at 3, -4, 2, -1 is -20: the sum hands its gradient of 2 on to both, the
   * maximum to z alone, the product multiplies it by the other factor.
   */
  @Test
  void sumsDistributeMaximaRouteProductsSwap() {
    Network network =
        new NetworkBuilder("f", new Shape(1, 1, 4))
            .then("x", new Dense(1, false, false, 0))
            .from(Network.INPUT)
            .then("y", new Dense(1, false, false, 0))
            .join("xy", new Scale(), "x", "y")
            .from(Network.INPUT)
            .then("zw", new Dense(2, false, false, 0))
            .then("max", new Maxout(2))
            .join("sum", new Add(), "xy", "max")
            .then("f", new Dense(1, false, false, 0))
            .build();
    double[] parameters = {
      1, 0, 0, 0, //
      0, 1, 0, 0, //
      0, 0, 0, 0, 1, 0, 0, 1, // [4 inputs][2 outputs]
      2
    };
    Gates gates = new Gates(network, parameters, new double[] {3, -4, 2, -1});
    assertThat(gates.output).containsExactly(-20);
    assertThat(gates.byInputs).containsExactly(-8, 6, 2, 0);
  }

  /** w = 2, -3 and bias -3 at -1, -2: a dot product of 1, f = 0.731, f' = 0.197. */
  @Test
  void aSigmoidNeuron() {
    Network network =
        new NetworkBuilder("neuron", new Shape(1, 1, 2))
            .then("dot", new Dense(1))
            .then("f", new Sigmoid())
            .build();
    Gates gates = new Gates(network, new double[] {2, -3, -3}, new double[] {-1, -2});
    assertThat(gates.network.activations("dot")).containsExactly(1);
    assertThat(gates.output[0]).isCloseTo(0.731, DIGITS);
    assertThat(gates.byInputs[0]).isCloseTo(0.393, DIGITS);
    assertThat(gates.byInputs[1]).isCloseTo(-0.590, DIGITS);
    assertThat(gates.byParameters[0]).isCloseTo(-0.197, DIGITS);
    assertThat(gates.byParameters[1]).isCloseTo(-0.393, DIGITS);
    assertThat(gates.byParameters[2]).isCloseTo(0.197, DIGITS);
  }

  /** x + F(x) with F(x) = 3 x: 1 by the shortcut and 3 by the branch. */
  @Test
  void gradientsAddWhereAValueIsReadTwice() {
    Network network =
        new NetworkBuilder("block", new Shape(1, 1, 1))
            .then("branch", new Dense(1, false, false, 0))
            .join("sum", new Add(), "branch", Network.INPUT)
            .build();
    Gates gates = new Gates(network, new double[] {3}, new double[] {7});
    assertThat(gates.output).containsExactly(28);
    assertThat(gates.byInputs).containsExactly(4);
    assertThat(gates.byParameters).containsExactly(7);
  }

  /** D = X W of 3 images, 10 inputs and 5 outputs: dW = X' dD and dX = dD W'. */
  @Test
  void aMatrixProduct() {
    Network network =
        new NetworkBuilder("product", new Shape(1, 1, 10))
            .then("d", new Dense(5, false, false, 0))
            .build();
    double[][] x = matrix(3, 10, 1);
    double[][] w = matrix(10, 5, 2);
    double[][] byD = matrix(3, 5, 3);
    PlainNetwork plain = new PlainNetwork(network);
    double[] d = plain.forward(flat(w), new double[0], Phase.TRAIN, 3, flat(x), null);
    double[] byW = new double[50];
    double[] byX = new double[30];
    plain.backward(flat(byD), byW, byX);
    assertThat(d).isEqualTo(flat(product(x, w)));
    assertThat(byW).isEqualTo(flat(product(transposed(x), byD)));
    assertThat(byX).isEqualTo(flat(product(byD, transposed(w))));
  }

  /** Why inputs should have a mean of 0: with positive ones, all weights of a unit move one way. */
  @Test
  void positiveInputsGiveAllWeightsOfAUnitOneSign() {
    Network network =
        new NetworkBuilder("unit", new Shape(1, 1, 4)).then("f", new Dense(1)).build();
    double[] weights = {1, -2, 3, -4, 0};
    double[] positive = {0.5, 2, 0.1, 7};
    assertThat(new Gates(network, weights, positive).byParameters).containsOnly(0.5, 2, 0.1, 7, 1);
    double[] mixed = {0.5, -2, 0.1, -7};
    assertThat(new Gates(network, weights, mixed).byParameters).contains(0.5, -7);
  }

  /**
   * Of two inputs, each dropped half of the time: the mean over the four masks is half of the whole
   * sum without a correction, and the whole sum with inverted dropout; prediction gives that mean.
   */
  @ParameterizedTest
  @CsvSource({"VANILLA, 1", "INVERTED, 2"})
  void dropoutKeepsItsExpectation(Dropout.Form form, double kept) {
    Network network =
        new NetworkBuilder("two", new Shape(1, 1, 2))
            .then("drop", new Dropout(0.5, form))
            .then("a", new Dense(1, false, false, 0))
            .build();
    PlainNetwork plain = new PlainNetwork(network);
    double[] weights = {3, 10};
    double[] ones = {1, 1};
    Set<Double> drawn = new TreeSet<>();
    for (int pass = 0; pass < 64; pass++) {
      RandomKey key = RandomKey.ofStep(1, 0, 0, pass);
      drawn.add(plain.forward(weights, new double[0], Phase.TRAIN, 1, ones, key)[0]);
    }
    assertThat(drawn).containsExactly(0.0, 3 * kept, 10 * kept, 13 * kept);
    double mean = drawn.stream().mapToDouble(a -> a / 4).sum();
    assertThat(mean).isEqualTo(13 * kept / 2);
    assertThat(plain.forward(weights, new double[0], Phase.TEST, 1, ones, null))
        .containsExactly(mean);
  }

  /** Four classes: the tree is walked by hand. */
  @Test
  void hierarchicalSoftmaxMultipliesTheBranches() {
    Network network =
        new NetworkBuilder("tree", new Shape(1, 1, 3)).then("f", new HierarchicalSoftmax()).build();
    double[] nodes = {0.4, -1.3, 2.0};
    double[] logits =
        new PlainNetwork(network).forward(new double[0], new double[0], Phase.TEST, 1, nodes, null);
    double s0 = 1 / (1 + Math.exp(-0.4));
    double s1 = 1 / (1 + Math.exp(1.3));
    double s2 = 1 / (1 + Math.exp(-2.0));
    // Nodes 1 and 2 are the children of the root, with two classes each.
    double[] expected = {(1 - s0) * (1 - s1), (1 - s0) * s1, s0 * (1 - s2), s0 * s2};
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      assertThat(Math.exp(logits[c])).isCloseTo(expected[c], within(1e-12));
      sum += Math.exp(logits[c]);
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  /** A layer, and a dense one behind it, so that every engine has a vector of logits. */
  private static NetworkBuilder flat(Shape input, Layer layer) {
    NetworkBuilder builder = new NetworkBuilder("example", input).then("layer", layer);
    Shape out = builder.build().shape("layer");
    return builder.then("same", new Dense(out.size()));
  }

  /** One image through a network with one output, forward and backward. */
  private static final class Gates {

    private final PlainNetwork network;
    private final double[] output;
    private final double[] byInputs;
    private final double[] byParameters;

    Gates(Network described, double[] parameters, double[] inputs) {
      this.network = new PlainNetwork(described);
      this.output = network.forward(parameters, new double[0], Phase.TRAIN, 1, inputs, null);
      this.byInputs = new double[inputs.length];
      this.byParameters = new double[parameters.length];
      network.backward(new double[] {1}, byParameters, byInputs);
    }
  }

  /** Small whole numbers, whose products and sums are exact. */
  private static double[][] matrix(int rows, int columns, int seed) {
    double[][] matrix = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix[r][c] = (r * 7 + c * 5 + seed * 3) % 11 - 5;
      }
    }
    return matrix;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < b[0].length; c++) {
        for (int k = 0; k < b.length; k++) {
          product[r][c] += a[r][k] * b[k][c];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a[0].length][a.length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        transposed[c][r] = a[r][c];
      }
    }
    return transposed;
  }

  private static double[] flat(double[][] matrix) {
    double[] flat = new double[matrix.length * matrix[0].length];
    for (int r = 0; r < matrix.length; r++) {
      System.arraycopy(matrix[r], 0, flat, r * matrix[r].length, matrix[r].length);
    }
    return flat;
  }
}
