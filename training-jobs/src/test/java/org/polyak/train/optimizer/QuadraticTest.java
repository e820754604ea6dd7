package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.train.optimizer.Sgd.Form;

/**
 * An ill-conditioned bowl, (100 x^2 + y^2) / 2 from (1, 1): the gradient is a hundred times as
 * large across the valley as along it.
 */
class QuadraticTest {

  private static final float STEEP = 100;

  /** K2: at nearly the greatest stable rate, 2 / 100, x swings from side to side, y crawls. */
  @Test
  void plainDescentJittersAcrossAndCrawlsAlong() {
    UpdateRule sgd = new Sgd(0, Form.ACCUMULATING, false);
    float[] w = {1, 1};
    for (int t = 1; t <= 10; t++) {
      float x = w[0];
      step(sgd, w, new float[0], 0.0195);
      assertThat(w[0]).isBetween(-Math.abs(x), Math.abs(x));
      assertThat(Math.signum(w[0])).isEqualTo(-Math.signum(x));
    }
    // 0.9805^10
    assertThat(w[1]).isBetween(0.82f, 0.822f);
  }

  /** The best rate of momentum takes about sqrt(100) times fewer steps than that of descent. */
  @Test
  void momentumNeedsTheRootOfTheSteps() {
    double plain = 2 / (STEEP + 1.0);
    double mu = Math.pow((Math.sqrt(STEEP) - 1) / (Math.sqrt(STEEP) + 1), 2);
    double heavy = Math.pow(2 / (Math.sqrt(STEEP) + 1), 2);
    int slow = stepsTo(1e-3, new Sgd(0, Form.ACCUMULATING, false), plain);
    int fast = stepsTo(1e-3, new Sgd((float) mu, Form.ACCUMULATING, false), heavy);
    assertThat(slow).isBetween(300, 400);
    assertThat(fast).isBetween(30, 70);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(new Sgd(0.9f, Form.ACCUMULATING, true), 0.005),
        Arguments.of(new Sgd(0.9f, Form.VELOCITY, false), 0.005),
        Arguments.of(new Sgd(0.9f, Form.AVERAGE, false), 0.05),
        Arguments.of(new AdaGrad(1e-7f), 0.3),
        Arguments.of(new RmsProp(0.9f, 1e-7f, 0), 0.005),
        Arguments.of(new Adam(0.9, 0.999, 1e-8, true), 0.02),
        Arguments.of(new Lars(0.9f, 0.02f), 1.0),
        Arguments.of(new Lamb(new Adam(0.9, 0.999, 1e-6, true)), 0.02));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleComesToTheBottom(UpdateRule rule, double rate) {
    assertThat(stepsTo(1e-2, rule, rate)).isLessThan(2000);
  }

  /** AdaGrad does not care how a coordinate is scaled: both fall alike. */
  @Test
  void adaGradIsTheSameInBothDirections() {
    float[] w = {1, 1};
    float[] state = new float[2];
    for (int t = 0; t < 50; t++) {
      step(new AdaGrad(1e-7f), w, state, 0.1);
    }
    assertThat(w[0]).isEqualTo(w[1], org.assertj.core.api.Assertions.within(1e-4f));
  }

  private static int stepsTo(double distance, UpdateRule rule, double rate) {
    float[] w = {1, 1};
    float[] state = new float[2 * rule.slots() + rule.scalars()];
    int steps = 0;
    while (Math.hypot(w[0], w[1]) > distance && steps < 100_000) {
      step(rule, w, state, rate);
      steps++;
    }
    return steps;
  }

  private static void step(UpdateRule rule, float[] w, float[] state, double rate) {
    float[] gradient = {STEEP * w[0], w[1]};
    rule.begin(state, Step.of(rate));
    rule.update(w, gradient, state, ParameterRange.all(2), Step.of(rate));
  }
}
