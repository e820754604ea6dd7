package org.polyak.train.averaging.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OuterStepTest {

  private static final int LENGTH = 50;

  /** Algorithm 1 of the paper as it stands there, over ten rounds with a falling rate. */
  @Test
  void slowMomentumIsThePapersAlgorithm() {
    OuterStep step = new OuterStep(OuterStep.Kind.SLOWMO, 0.9, 0.6);
    float[] x = random(1);
    float[] u = new float[LENGTH];
    double[] expectedX = wide(x);
    double[] expectedU = new double[LENGTH];
    for (int round = 0; round < 10; round++) {
      double gamma = 0.1 / (round + 1);
      float[] mean = moved(x, round);
      for (int i = 0; i < LENGTH; i++) {
        expectedU[i] = 0.6 * expectedU[i] + (expectedX[i] - mean[i]) / gamma;
        expectedX[i] = expectedX[i] - 0.9 * gamma * expectedU[i];
      }
      step.apply(x, mean, u, gamma);
      x = mean;
      assertClose(x, expectedX, 1e-5f);
    }
  }

  /** PyTorch's SGD with nesterov=True on the outer gradient, as DiLoCo's authors run it. */
  @Test
  void nesterovIsTheStepOfSgdOnTheOuterGradient() {
    OuterStep step = new OuterStep(OuterStep.Kind.NESTEROV, 0.7, 0.9);
    float[] x = random(2);
    float[] u = new float[LENGTH];
    double[] expectedX = wide(x);
    double[] buffer = new double[LENGTH];
    for (int round = 0; round < 10; round++) {
      float[] mean = moved(x, round);
      for (int i = 0; i < LENGTH; i++) {
        double gradient = expectedX[i] - mean[i];
        buffer[i] = 0.9 * buffer[i] + gradient;
        expectedX[i] -= 0.7 * (gradient + 0.9 * buffer[i]);
      }
      step.apply(x, mean, u, 0.1);
      x = mean;
      assertClose(x, expectedX, 1e-5f);
    }
  }

  @ParameterizedTest
  @EnumSource(OuterStep.Kind.class)
  void factorOneWithoutMomentumIsThePlainAverageToTheBit(OuterStep.Kind kind) {
    OuterStep step = new OuterStep(kind, 1, 0);
    float[] memory = new float[LENGTH];
    for (int round = 0; round < 100; round++) {
      float[] start = random(round);
      float[] mean = random(1000 + round);
      mean[0] = -0.0f;
      float[] before = mean.clone();
      step.apply(start, mean, memory, 0.003);
      assertThat(mean).isEqualTo(before);
    }
  }

  /** As at the very start of a warm-up from zero. */
  @Test
  void aRoundAtRateZeroAddsNothingToSlowMomentum() {
    OuterStep step = new OuterStep(OuterStep.Kind.SLOWMO, 1, 0.5);
    float[] mean = {3};
    float[] memory = {2};
    step.apply(new float[] {3}, mean, memory, 0);
    assertThat(mean).containsExactly(3);
    assertThat(memory).containsExactly(1);
  }

  private static float[] random(int seed) {
    Random random = new Random(seed);
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 6));
    }
    return values;
  }

  private static float[] moved(float[] x, int seed) {
    Random random = new Random(seed);
    float[] moved = x.clone();
    for (int i = 0; i < LENGTH; i++) {
      moved[i] += (float) (random.nextGaussian() * 0.01);
    }
    return moved;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void assertClose(float[] actual, double[] expected, float relative) {
    for (int i = 0; i < LENGTH; i++) {
      float size = (float) Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).isCloseTo((float) expected[i], Offset.offset(relative * size));
    }
  }
}
