package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.TrainingLoss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.optimizer.Clipping;
import org.polyak.train.optimizer.Optimizer;
import org.polyak.train.optimizer.Sgd;
import org.polyak.train.optimizer.Updater;
import org.polyak.train.regularization.Regularization;

/** Steps of an optimiser on gradients in bfloat16. */
class Bfloat16TrainingTest {

  @BeforeAll
  static void requireBfloat16() {
    Bfloat16Machine.require();
  }

  /**
   * Each step is less than 2^-10 of its parameter, for 99 of 100 of them: a quarter or half of what
   * a parameter of 8 bits needs to move. Parameters of 32 bits add them up, and the engine sees the
   * sum.
   */
  @Test
  void stepsThatAreTooSmallForSixteenBitsAreNotLost() {
    Network network = Networks.create("resnet8", new Shape(16, 16, 3), 10);
    CheckedBatch batch = CheckedBatch.random(network, 8, 1);
    float[] master = batch.singleParameters();
    float[] gradient = new float[master.length];
    float[] statistics = new float[network.statisticsCount()];
    Updater updater = descent(0).on(network);
    try (Engine engine = engine(network, ComputeType.BFLOAT16)) {
      double first = engine.gradient(master, batch.single(), gradient, statistics).loss();
      double rate = percentile(gradient, master, 0.01) * Math.scalb(1.0, -10);
      float[] narrow = rounded(master);
      float[] start = narrow.clone();
      int steps = 200;
      double predicted = 0;
      double last = first;
      for (int step = 0; step < steps; step++) {
        last = engine.gradient(narrow, batch.single(), gradient, statistics).loss();
        updater.step(narrow, gradient, new float[updater.stateSize()], rate, Double.NaN);
        narrow = rounded(narrow);
      }
      assertThat(moved(narrow, start))
          .as("part of the weights of 16 bits that moved")
          .isLessThan(0.02);
      assertThat(first - last).isLessThan(0.1 * predicted(gradient, rate, steps));
      for (int step = 0; step < steps; step++) {
        last = engine.gradient(master, batch.single(), gradient, statistics).loss();
        predicted += predicted(gradient, rate, 1);
        updater.step(master, gradient, new float[updater.stateSize()], rate, Double.NaN);
      }
      assertThat(moved(master, batch.singleParameters())).isGreaterThan(0.98);
      assertThat(first - last).isCloseTo(predicted, within(0.25 * predicted));
    }
  }

  /**
   * How far the loss falls by the tangent: rate times the squared length of the gradient, each
   * step.
   */
  private static double predicted(float[] gradient, double rate, int steps) {
    double squares = 0;
    for (float slope : gradient) {
      squares += (double) slope * slope;
    }
    return steps * rate * squares;
  }

  /** The ratio of parameter to slope that is not reached by {@code part} of them. */
  private static double percentile(float[] gradient, float[] parameters, double part) {
    double[] ratios = new double[gradient.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = Math.abs(parameters[i] / (gradient[i] == 0 ? Float.MIN_NORMAL : gradient[i]));
    }
    Arrays.sort(ratios);
    return ratios[(int) (part * ratios.length)];
  }

  /** The part that is not what it was. */
  private static double moved(float[] now, float[] before) {
    int count = 0;
    for (int i = 0; i < now.length; i++) {
      count += now[i] == before[i] ? 0 : 1;
    }
    return (double) count / now.length;
  }

  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) Bfloat16Machine.rounded(values[i]);
    }
    return rounded;
  }

  /** Regularised softmax regression has one minimum, where the gradient vanishes. */
  @Test
  void aConvexProblemEndsWhereItDoesInFloat32() {
    Network network =
        new NetworkBuilder("regression", new Shape(4, 4, 3)).then("logits", new Dense(4)).build();
    double decay = 0.05;
    CheckedBatch batch = CheckedBatch.random(network, 64, 2);
    float[] exact = minimum(network, batch, decay, ComputeType.FLOAT32);
    float[] found = minimum(network, batch, decay, ComputeType.BFLOAT16);
    double[] wide = new double[found.length];
    double squares = 0;
    double length = 0;
    for (int i = 0; i < wide.length; i++) {
      wide[i] = found[i];
      squares += (found[i] - exact[i]) * (double) (found[i] - exact[i]);
      length += exact[i] * (double) exact[i];
    }
    assertThat(Math.sqrt(squares / length)).isBetween(1e-5, 4 * Math.scalb(1.0, -8));
    TrainingLoss loss = new TrainingLoss(network, new SoftmaxCrossEntropy(), batch);
    double[] slope = loss.gradient(wide, batch.images()).byParameters();
    double[] initial = loss.gradient(batch.parameters(), batch.images()).byParameters();
    double rest = 0;
    double start = 0;
    for (int i = 0; i < slope.length; i++) {
      rest += Math.pow(slope[i] + decay * wide[i], 2);
      start += Math.pow(initial[i] + decay * batch.parameters()[i], 2);
    }
    assertThat(Math.sqrt(rest / start)).isLessThan(4 * Math.scalb(1.0, -8));
  }

  private static float[] minimum(
      Network network, CheckedBatch batch, double decay, ComputeType type) {
    float[] parameters = batch.singleParameters();
    float[] gradient = new float[parameters.length];
    Updater updater = descent(decay).on(network);
    try (Engine engine = engine(network, type)) {
      for (int step = 0; step < 400; step++) {
        engine.gradient(parameters, batch.single(), gradient, new float[0]);
        updater.step(parameters, gradient, new float[updater.stateSize()], 0.3, Double.NaN);
      }
    }
    return parameters;
  }

  @Test
  void aResidualNetworkLearnsAsItDoesInFloat32() {
    Network network = Networks.create("resnet8", new Shape(16, 16, 3), 4);
    double exact = train(network, ComputeType.FLOAT32);
    double found = train(network, ComputeType.BFLOAT16);
    assertThat(exact).isLessThan(0.1);
    assertThat(found).isLessThan(0.1).isNotEqualTo(exact);
  }

  /** The loss of images that were not trained on. */
  private static double train(Network network, ComputeType type) {
    int size = 16;
    float[] parameters = Initialization.he(network, 1);
    float[] velocity = new float[parameters.length];
    float[] gradient = new float[parameters.length];
    float[] statistics = new float[network.statisticsCount()];
    Updater updater =
        new Optimizer(
                new Sgd(0.9f, Sgd.Form.ACCUMULATING, true),
                0,
                false,
                false,
                Clipping.NONE,
                Regularization.NONE,
                List.of())
            .on(network);
    try (Engine engine = engine(network, type)) {
      for (int step = 0; step < 40; step++) {
        engine.gradient(parameters, stripes(network, size, step), gradient, statistics);
        updater.step(parameters, gradient, velocity, 0.02, Double.NaN);
      }
      return engine.gradient(parameters, stripes(network, 64, -1), gradient, statistics).loss();
    }
  }

  /** Stripes in four directions at random phases, under noise. */
  private static Batch stripes(Network network, int size, long seed) {
    Random random = new Random(seed);
    Shape shape = network.input();
    float[] images = new float[size * shape.size()];
    float[] targets = new float[size * network.classes()];
    double[][] directions = {{1, 0}, {0, 1}, {0.7, 0.7}, {0.7, -0.7}};
    for (int i = 0; i < size; i++) {
      int label = i % network.classes();
      double phase = random.nextDouble() * 2 * Math.PI;
      targets[i * network.classes() + label] = 1;
      for (int at = 0; at < shape.size(); at++) {
        int x = at / shape.channels() % shape.width();
        int y = at / shape.channels() / shape.width();
        double along = directions[label][0] * x + directions[label][1] * y;
        images[i * shape.size() + at] =
            (float) (Math.sin(1.5 * along + phase) + 0.3 * random.nextGaussian());
      }
    }
    return new Batch(size, images, targets);
  }

  private static Optimizer descent(double decay) {
    return new Optimizer(
        new Sgd(0, Sgd.Form.ACCUMULATING, false),
        decay,
        false,
        false,
        Clipping.NONE,
        Regularization.NONE,
        List.of());
  }

  private static Engine engine(Network network, ComputeType type) {
    return Engines.create("onednn", network, new SoftmaxCrossEntropy(), type, 1);
  }
}
