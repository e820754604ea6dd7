package org.polyak.train.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.polyak.train.engine.LayerNetworks;
import org.polyak.train.engine.dl4j.NativeBackend;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.NumericGradient;
import org.polyak.train.gradient.Precision;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

/**
 * The layers in double precision, through the operations that they run in single precision, with
 * convolutions passed as GPUs need them.
 */
class PlanTest {

  private static final int BATCH = 3;

  static Stream<Network> networks() {
    return LayerNetworks.all();
  }

  /** Every layer, by parameters and by images, in training mode with one draw of its masks. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfCentredDifferences(Network network) {
    NativeBackend.load();
    NativeBackend.setThreads(1);
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 4);
    try (Plan plan = new Plan(network, BATCH, Plan.Purpose.IMAGE_GRADIENT, DataType.DOUBLE, true)) {
      double[] byLogits = new double[BATCH * network.classes()];
      loss(plan, network, batch, batch.parameters(), batch.images(), byLogits);
      Transfer.write(byLogits, plan.byLogits());
      plan.backward();
      double[] byParameters = Transfer.doubles(plan.gradient());
      double[] byImages = Transfer.doubles(plan.byImages());
      double[] spare = new double[byLogits.length];
      assertClose(
          byParameters,
          batch.parameters(),
          p -> loss(plan, network, batch, p, batch.images(), spare));
      assertClose(
          byImages, batch.images(), x -> loss(plan, network, batch, batch.parameters(), x, spare));
    }
  }

  private static double loss(
      Plan plan,
      Network network,
      CheckedBatch batch,
      double[] parameters,
      double[] images,
      double[] byLogits) {
    Transfer.write(parameters, plan.parameters());
    Transfer.write(images, plan.images());
    plan.forward(Phase.TRAIN, batch.key());
    double[] logits = Transfer.doubles(plan.logits());
    int classes = network.classes();
    double[] slope = new double[classes];
    double sum = 0;
    for (int first = 0; first < logits.length; first += classes) {
      sum +=
          new SoftmaxCrossEntropy()
              .of(
                  Arrays.copyOfRange(logits, first, first + classes),
                  Arrays.copyOfRange(batch.targets(), first, first + classes),
                  slope);
      for (int c = 0; c < classes; c++) {
        byLogits[first + c] = slope[c] / BATCH;
      }
    }
    return sum / BATCH;
  }

  /** Thirty derivatives; where a kink lies within the step, one of the smaller steps must fit. */
  private static void assertClose(double[] gradient, double[] x, ToDoubleFunction<double[]> f) {
    Random random = new Random(9);
    double[] moved = x.clone();
    for (int k = 0; k < 30; k++) {
      int index = random.nextInt(x.length);
      double error = Double.POSITIVE_INFINITY;
      for (double step : new double[] {1e-5, 1e-6, 1e-7}) {
        double slope = NumericGradient.centred(f, moved, index, step);
        error = Math.min(error, Precision.DOUBLE.error(gradient[index], slope));
      }
      assertThat(error).as("value %d", index).isCloseTo(0, Offset.offset(1e-6));
    }
  }

  /** Convolutions passed as GPUs need them give what those passed as they lie give. */
  @ParameterizedTest
  @MethodSource("networks")
  void viewsGiveTheSame(Network network) {
    NativeBackend.load();
    NativeBackend.setThreads(1);
    CheckedBatch batch = CheckedBatch.random(network, BATCH, 5);
    double[][] gradients = new double[2][];
    for (int i = 0; i < 2; i++) {
      try (Plan plan = new Plan(network, BATCH, Plan.Purpose.TRAINING, DataType.FLOAT, i == 0)) {
        double[] byLogits = new double[BATCH * network.classes()];
        loss(plan, network, batch, batch.parameters(), batch.images(), byLogits);
        Transfer.write(byLogits, plan.byLogits());
        plan.backward();
        gradients[i] = Transfer.doubles(plan.gradient());
      }
    }
    assertThat(gradients[0]).containsExactly(gradients[1], Offset.offset(1e-4));
  }
}
