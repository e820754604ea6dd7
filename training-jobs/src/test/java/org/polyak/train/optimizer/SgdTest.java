package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two steps on w = 1 with gradients 0.5 and 0.25, rate 0.1, worked by hand. */
class SgdTest {

  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  @Test
  void plain() {
    float[] w = steps(new Sgd(0, false, 0));
    // 1 - 0.05 - 0.025
    assertThat(w[0]).isCloseTo(0.925f, ROUNDING);
  }

  @Test
  void heavyBall() {
    float[] w = steps(new Sgd(0.9f, false, 0));
    // v = 0.5, then 0.45 + 0.25 = 0.7: 1 - 0.05 - 0.07
    assertThat(w[0]).isCloseTo(0.88f, ROUNDING);
  }

  @Test
  void nesterov() {
    float[] w = steps(new Sgd(0.9f, true, 0));
    // 0.5 + 0.45 = 0.95: 0.905; v = 0.7: 0.25 + 0.63 = 0.88: 0.817
    assertThat(w[0]).isCloseTo(0.817f, ROUNDING);
  }

  @Test
  void weightDecayActsThroughTheGradient() {
    float[] w = steps(new Sgd(0, false, 0.1f));
    // 1 - 0.1 * (0.5 + 0.1) = 0.94; 0.94 - 0.1 * (0.25 + 0.094) = 0.9056
    assertThat(w[0]).isCloseTo(0.9056f, ROUNDING);
  }

  @Test
  void plainDescentKeepsNoState() {
    assertThat(new Sgd(0, false, 0).stateSize(7)).isZero();
    assertThat(new Sgd(0.9f, true, 0).stateSize(7)).isEqualTo(7);
  }

  private static float[] steps(Sgd sgd) {
    float[] w = {1};
    float[] state = new float[sgd.stateSize(1)];
    sgd.step(w, new float[] {0.5f}, state, 0.1);
    sgd.step(w, new float[] {0.25f}, state, 0.1);
    return w;
  }
}
