package org.polyak.train.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.train.engine.LayerNetworks;
import org.polyak.train.engine.RunningMoments;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.GradientCheck;
import org.polyak.train.gradient.NumericGradient;
import org.polyak.train.gradient.Precision;
import org.polyak.train.gradient.TrainingLoss;
import org.polyak.train.gradient.Verdict;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

class PlainNetworkTest {

  static Stream<Network> networks() {
    return LayerNetworks.all();
  }

  /** All layers, by parameters and by images, in training mode with one draw of their masks. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfCentredDifferences(Network network) {
    int size = network.parameterCount() > 10_000 ? 2 : 5;
    CheckedBatch batch = CheckedBatch.random(network, size, 4);
    TrainingLoss.Gradient gradient =
        new TrainingLoss(network, new SoftmaxCrossEntropy(), batch)
            .gradient(batch.parameters(), batch.images());
    GradientCheck check =
        new GradientCheck(network, new SoftmaxCrossEntropy(), batch, Precision.DOUBLE, size * 2, 5);
    assertThat(check.parameters(gradient.byParameters()))
        .allSatisfy(
            result -> assertThat(result.verdict()).as("%s", result).isEqualTo(Verdict.GOOD));
    GradientCheck.Result images = check.images(gradient.byImages());
    assertThat(images.verdict()).as("%s", images).isEqualTo(Verdict.GOOD);
  }

  /** In testing mode: a random sum of the logits, with running statistics and expected masks. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsOfTestingAreThoseOfCentredDifferences(Network network) {
    CheckedBatch batch = CheckedBatch.random(network, 2, 6);
    Random random = new Random(8);
    double[] weights = random.doubles(2L * network.classes(), -1, 1).toArray();
    double[] statistics = RunningMoments.of(network);
    PlainNetwork plain = new PlainNetwork(network);
    double[] byParameters = new double[batch.parameters().length];
    double[] byImages = new double[batch.images().length];
    plain.forward(batch.parameters(), statistics, Phase.TEST, 2, batch.images(), null);
    plain.backward(weights, byParameters, byImages);
    assertClose(
        random,
        byParameters,
        batch.parameters(),
        p -> sum(weights, plain.forward(p, statistics, Phase.TEST, 2, batch.images(), null)));
    assertClose(
        random,
        byImages,
        batch.images(),
        x -> sum(weights, plain.forward(batch.parameters(), statistics, Phase.TEST, 2, x, null)));
  }

  /** Forty derivatives; where a kink lies within the step, one of the smaller steps must fit. */
  private static void assertClose(
      Random random, double[] gradient, double[] x, ToDoubleFunction<double[]> f) {
    double[] moved = x.clone();
    for (int k = 0; k < 40; k++) {
      int index = random.nextInt(x.length);
      double error = Double.POSITIVE_INFINITY;
      for (double step : new double[] {1e-5, 1e-6, 1e-7}) {
        double slope = NumericGradient.centred(f, moved, index, step);
        error = Math.min(error, Precision.DOUBLE.error(gradient[index], slope));
      }
      assertThat(error).as("derivative %d: %s", index, gradient[index]).isLessThan(1e-5);
    }
  }

  private static double sum(double[] weights, double[] logits) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * logits[i];
    }
    return sum;
  }
}
