package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.train.optimizer.Sgd.Form;

/** L-BFGS against BFGS with its whole matrix, Newton's method, and by hand. */
class LbfgsTest {

  /** Symmetric, with eigenvalues from about 0.4 to 10.6. */
  private static final double[][] BOWL = {
    {10, 1, 0, 1},
    {1, 4, 0.5, 0},
    {0, 0.5, 1, 0.3},
    {1, 0, 0.3, 0.6}
  };

  private static final float[] START = {1, -2, 3, -1};

  /** K12: all pairs kept, the step is that of the matrix after as many updates of rank two. */
  @Test
  void stepsAreThoseOfBfgsWithItsMatrix() {
    Lbfgs rule = new Lbfgs(20);
    float[] w = START.clone();
    float[] memory = {};
    List<double[]> steps = new ArrayList<>();
    List<double[]> changes = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      float[] before = w.clone();
      double[] gradient = gradient(before);
      memory = rule.step(w, floats(gradient), loss(before), 1, memory);
      double[] step = difference(w, before);
      double[] expected = times(inverse(steps, changes), gradient);
      double scale = k == 0 ? 1 / magnitudes(gradient) : 1;
      for (int i = 0; i < w.length; i++) {
        assertThat(step[i])
            .as("step %d, value %d", k, i)
            .isCloseTo(-scale * expected[i], Offset.offset(1e-5 + 1e-3 * Math.abs(step[i])));
      }
      steps.add(step);
      double[] after = gradient(w);
      double[] change = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        change[i] = after[i] - gradient[i];
      }
      changes.add(change);
    }
  }

  /** K11: on a quadratic the matrix comes near the inverse Hessian, from a handful of steps. */
  @Test
  void theDirectionComesNearNewtons() {
    Lbfgs rule = new Lbfgs(20);
    float[] w = START.clone();
    float[] memory = {};
    int steps = 0;
    while (loss(w) > 1e-9 && steps < 100) {
      memory = rule.step(w, floats(gradient(w)), loss(w), 1, memory);
      steps++;
    }
    assertThat(steps).isLessThan(20);
    // From a place that it was never told of.
    float[] elsewhere = {0.5f, 0.5f, -0.5f, 0.25f};
    double[] direction = LbfgsMemory.of(memory, 4).direction(floats(gradient(elsewhere)));
    // Newton's step leads to 0, wherever it starts; this one comes four fifths of the way.
    double missed = 0;
    double distance = 0;
    for (int i = 0; i < 4; i++) {
      missed += Math.pow(direction[i] + elsewhere[i], 2);
      distance += Math.pow(elsewhere[i], 2);
    }
    assertThat(Math.sqrt(missed)).isLessThan(0.2 * Math.sqrt(distance));
  }

  /** The valley of QuadraticTest, which takes plain descent more than 300 steps. */
  @Test
  void doesNotCareHowCoordinatesAreScaled() {
    Lbfgs rule = new Lbfgs(10);
    float[] w = {1, 1};
    float[] memory = {};
    int steps = 0;
    while (Math.hypot(w[0], w[1]) > 1e-3 && steps < 100) {
      double loss = (100.0 * w[0] * w[0] + (double) w[1] * w[1]) / 2;
      memory = rule.step(w, new float[] {100 * w[0], w[1]}, loss, 1, memory);
      steps++;
    }
    assertThat(steps).isLessThan(25);
  }

  /** At 1 of x^2 the gradient is 2: the first step goes 1 in its direction, to 0. */
  @Test
  void aStepThatDoesNotPayIsHalved() {
    Lbfgs rule = new Lbfgs(3);
    float[] w = {1};
    float[] memory = rule.step(w, new float[] {2}, 1, 1, new float[0]);
    assertThat(w).containsExactly(0);
    // Said to be no better there: half-way back, and half of that.
    memory = rule.step(w, new float[] {7}, 1, 1, memory);
    assertThat(w).containsExactly(0.5f);
    memory = rule.step(w, new float[] {7}, 0.99999, 1, memory);
    assertThat(w).containsExactly(0.75f);
    // At 0.75 all is well: gradient 1.5, so a change of 0.5 for 0.25, and 0.75 more to go.
    rule.step(w, new float[] {1.5f}, 0.5625, 1, memory);
    assertThat(w[0]).isCloseTo(0, Offset.offset(1e-6f));
  }

  @Test
  void pairsWithoutPositiveCurvatureAreLeftOut() {
    Lbfgs rule = new Lbfgs(3);
    float[] w = {1};
    float[] memory = rule.step(w, new float[] {2}, 1, 1, new float[0]);
    float[] after = rule.step(w, new float[] {3}, -10, 1, memory);
    assertThat(LbfgsMemory.of(after, 1).steps()).isEmpty();
  }

  @Test
  void theOldestPairsAreForgotten() {
    Lbfgs rule = new Lbfgs(2);
    float[] w = START.clone();
    float[] memory = {};
    for (int k = 0; k < 6; k++) {
      memory = rule.step(w, floats(gradient(w)), loss(w), 1, memory);
    }
    assertThat(LbfgsMemory.of(memory, 4).steps()).hasSize(2);
  }

  @Test
  void theStateIsTheMeanOfTheGradientsOfAllBatches() {
    Lbfgs rule = new Lbfgs(2);
    float[] w = {2, 4};
    float[] state = new float[2 * rule.slots() + rule.scalars()];
    Step step = new Step(0.1, Double.NaN, 0.5, 1);
    for (float[] gradient : new float[][] {{1, 2}, {3, 4}, {5, 9}}) {
      rule.begin(state, step);
      rule.update(w, gradient, state, ParameterRange.all(2), step);
    }
    // (1 + 3 + 5) / 3 + 0.5 * 2 and (2 + 4 + 9) / 3 + 0.5 * 4
    assertThat(state).containsExactly(new float[] {4, 7, 3}, Offset.offset(1e-6f));
    assertThat(w).containsExactly(2, 4);
  }

  /** A plain step of the same length is what the first one is compared with. */
  @Test
  void theFirstStepIsAlongTheGradient() {
    float[] w = {1, 1};
    new Lbfgs(2).step(w, new float[] {3, 1}, 0, 0.4, new float[0]);
    float[] plain = {1, 1};
    new Sgd(0, Form.ACCUMULATING, false)
        .update(plain, new float[] {3, 1}, new float[0], ParameterRange.all(2), Step.of(0.4 / 4));
    assertThat(w).containsExactly(plain, Offset.offset(1e-6f));
  }

  /** H of BFGS: (I - r s y') H (I - r y s') + r s s', from s y / y y times the identity. */
  private static double[][] inverse(List<double[]> steps, List<double[]> changes) {
    int n = START.length;
    double[][] h = new double[n][n];
    double scale = 1;
    if (!steps.isEmpty()) {
      double[] s = steps.get(steps.size() - 1);
      double[] y = changes.get(changes.size() - 1);
      scale = dot(s, y) / dot(y, y);
    }
    for (int i = 0; i < n; i++) {
      h[i][i] = scale;
    }
    for (int k = 0; k < steps.size(); k++) {
      double[] s = steps.get(k);
      double[] y = changes.get(k);
      double r = 1 / dot(s, y);
      double[] hy = times(h, y);
      double yhy = dot(y, hy);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          h[i][j] += r * (1 + r * yhy) * s[i] * s[j] - r * (s[i] * hy[j] + hy[i] * s[j]);
        }
      }
    }
    return h;
  }

  private static double loss(float[] w) {
    double[] gradient = gradient(w);
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * gradient[i] / 2;
    }
    return sum;
  }

  private static double[] gradient(float[] w) {
    double[] wide = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      wide[i] = w[i];
    }
    return times(BOWL, wide);
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double magnitudes(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static double[] difference(float[] a, float[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = (double) a[i] - b[i];
    }
    return difference;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
