package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.train.optimizer.Sgd.Form;

/** Two steps on w = 1 with gradients 0.5 and 0.25, rate 0.1, worked by hand. */
class SgdTest {

  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  @Test
  void plain() {
    // 1 - 0.05 - 0.025
    assertThat(twoSteps(new Sgd(0, Form.ACCUMULATING, false), 0)).isCloseTo(0.925f, ROUNDING);
  }

  @Test
  void accumulating() {
    // v = 0.5, then 0.45 + 0.25 = 0.7: 1 - 0.05 - 0.07
    assertThat(twoSteps(new Sgd(0.9f, Form.ACCUMULATING, false), 0)).isCloseTo(0.88f, ROUNDING);
  }

  @Test
  void velocity() {
    // v = -0.05, then -0.045 - 0.025 = -0.07: 0.95, 0.88
    assertThat(twoSteps(new Sgd(0.9f, Form.VELOCITY, false), 0)).isCloseTo(0.88f, ROUNDING);
  }

  @Test
  void average() {
    // v = 0.05, then 0.045 + 0.025 = 0.07: 1 - 0.005 - 0.007
    assertThat(twoSteps(new Sgd(0.9f, Form.AVERAGE, false), 0)).isCloseTo(0.988f, ROUNDING);
  }

  @Test
  void nesterov() {
    // 0.5 + 0.45 = 0.95: 0.905; v = 0.7: 0.25 + 0.63 = 0.88: 0.817
    assertThat(twoSteps(new Sgd(0.9f, Form.ACCUMULATING, true), 0)).isCloseTo(0.817f, ROUNDING);
    assertThat(twoSteps(new Sgd(0.9f, Form.VELOCITY, true), 0)).isCloseTo(0.817f, ROUNDING);
    // A tenth of these: 1 - 0.0095 - 0.0088
    assertThat(twoSteps(new Sgd(0.9f, Form.AVERAGE, true), 0)).isCloseTo(0.9817f, ROUNDING);
  }

  /** The look-ahead point of the notes' form, v = mu v - eta g(w + mu v), w = w + v. */
  @ParameterizedTest
  @ValueSource(strings = {"ACCUMULATING", "VELOCITY"})
  void nesterovKeepsThePointThatLooksAhead(Form form) {
    double x = 1;
    double v = 0;
    float[] w = {1};
    float[] state = new float[1];
    for (int i = 0; i < 20; i++) {
      double gradient = 3 * (x + 0.9 * v);
      v = 0.9 * v - 0.05 * gradient;
      x += v;
      step(new Sgd(0.9f, form, true), w, new float[] {3 * w[0]}, state, 0.05);
      assertThat((double) w[0]).isCloseTo(x + 0.9 * v, Offset.offset(1e-5));
    }
  }

  @Test
  void weightDecayActsThroughTheGradient() {
    // 1 - 0.1 * (0.5 + 0.1) = 0.94; 0.94 - 0.1 * (0.25 + 0.094) = 0.9056
    assertThat(twoSteps(new Sgd(0, Form.ACCUMULATING, false), 0.1)).isCloseTo(0.9056f, ROUNDING);
  }

  @Test
  void plainDescentKeepsNoState() {
    assertThat(new Sgd(0, Form.ACCUMULATING, false).slots()).isZero();
    assertThat(new Sgd(0.9f, Form.ACCUMULATING, true).slots()).isEqualTo(1);
  }

  /** K3, K4 and K5: one method at a constant rate, with 1 - mu in the rate of the third. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theThreeFormsAreOneMethodAtAConstantRate(boolean nesterov) {
    float[] rates = new float[100];
    java.util.Arrays.fill(rates, 0.01f);
    float[] accumulating = descend(new Sgd(0.9f, Form.ACCUMULATING, nesterov), rates, 1);
    assertThat(descend(new Sgd(0.9f, Form.VELOCITY, nesterov), rates, 1))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(accumulating);
    assertThat(descend(new Sgd(0.9f, Form.AVERAGE, nesterov), rates, 10))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(accumulating);
  }

  /** When the rate becomes 0, the velocity form coasts on steps of the old rate; others stand. */
  @Test
  void theFormsDifferWhenTheRateChanges() {
    float[] w = {1};
    float[] state = new float[1];
    Sgd velocity = new Sgd(0.9f, Form.VELOCITY, false);
    step(velocity, w, new float[] {1}, state, 0.1);
    step(velocity, w, new float[] {1}, state, 0);
    // 1 - 0.1, then v = -0.09
    assertThat(w[0]).isCloseTo(0.81f, ROUNDING);
    for (Form form : new Form[] {Form.ACCUMULATING, Form.AVERAGE}) {
      Sgd sgd = new Sgd(0.9f, form, false);
      float[] standing = {1};
      float[] memory = new float[1];
      step(sgd, standing, new float[] {1}, memory, 0.1);
      float there = standing[0];
      step(sgd, standing, new float[] {1}, memory, 0);
      assertThat(standing[0]).isEqualTo(there);
    }
  }

  @Test
  void aScheduleSetsTheMomentum() {
    Sgd sgd = new Sgd(0.9f, Form.ACCUMULATING, false);
    float[] w = {1};
    float[] state = {2};
    sgd.update(w, new float[] {1}, state, ParameterRange.all(1), new Step(0.1, 0.5, 0, 1));
    // v = 0.5 * 2 + 1
    assertThat(state[0]).isEqualTo(2);
    assertThat(w[0]).isCloseTo(0.8f, ROUNDING);
  }

  /** On w_j^2 c_j / 2 with c from 1 to 20. */
  private static float[] descend(Sgd sgd, float[] rates, float scale) {
    Random random = new Random(3);
    float[] w = new float[10];
    for (int j = 0; j < w.length; j++) {
      w[j] = (float) random.nextGaussian();
    }
    float[] state = new float[w.length];
    float[] gradient = new float[w.length];
    for (float rate : rates) {
      for (int j = 0; j < w.length; j++) {
        gradient[j] = (1 + 19f * j / (w.length - 1)) * w[j];
      }
      step(sgd, w, gradient, state, scale * rate);
    }
    return w;
  }

  private static float twoSteps(Sgd sgd, double decay) {
    float[] w = {1};
    float[] state = new float[sgd.slots()];
    for (float gradient : new float[] {0.5f, 0.25f}) {
      sgd.update(
          w,
          new float[] {gradient},
          state,
          ParameterRange.all(1),
          new Step(0.1, Double.NaN, decay, 1));
    }
    return w[0];
  }

  private static void step(Sgd sgd, float[] w, float[] g, float[] state, double rate) {
    sgd.update(w, g, state, ParameterRange.all(w.length), Step.of(rate));
  }
}
