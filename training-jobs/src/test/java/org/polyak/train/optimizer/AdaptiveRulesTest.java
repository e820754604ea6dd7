package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;

/** First steps worked by hand: w = 1, gradients 0.5 and 0.25, rate 0.1, unless said. */
class AdaptiveRulesTest {

  private static final Offset<Float> ROUNDING = Offset.offset(2e-6f);
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8, true);

  @Test
  void adaGrad() {
    // G = 0.25: 0.1 * 0.5 / 0.5; G = 0.3125: 0.1 * 0.25 / 0.5590170 = 0.0447214
    assertSteps(new AdaGrad(1e-7f), 0.9f, 0.8552786f);
  }

  @Test
  void rmsProp() {
    // G = 0.025: 0.1 * 0.5 / 0.1581139; G = 0.0225 + 0.00625: 0.1 * 0.25 / 0.1695582
    assertSteps(new RmsProp(0.9f, 1e-7f, 0), 0.6837722f, 0.5363302f);
  }

  @Test
  void rmsPropWithMomentum() {
    // v = 3.162278, then 2.846050 + 1.474420
    assertSteps(new RmsProp(0.9f, 1e-7f, 0.9f), 0.6837722f, 0.2517252f);
  }

  @Test
  void adam() {
    // m' = 0.5, v' = 0.25; then m' = 0.07 / 0.19, v' = 0.00031225 / 0.001999
    assertSteps(ADAM, 0.9f, 0.8067820f);
  }

  @Test
  void adamWithoutCorrectionStartsTooFast() {
    // 0.05 / sqrt(0.00025) = 3.162278; 0.07 / sqrt(0.00031225) = 3.961391
    assertSteps(new Adam(0.9, 0.999, 1e-8, false), 0.6837722f, 0.2876331f);
  }

  @Test
  void decoupledDecayDoesNotPassThroughTheMeans() {
    float[] w = {1};
    float[] state = new float[2 + ADAM.scalars()];
    // decay 0.01 at rate 0.1: 1 * 0.999 - 0.1
    step(ADAM, w, state, 0.5f, new Step(0.1, Double.NaN, 0, 0.999));
    assertThat(w[0]).isCloseTo(0.899f, ROUNDING);
    assertThat(state[0]).isCloseTo(0.05f, ROUNDING);
  }

  @Test
  void coupledDecayDoes() {
    float[] w = {1};
    float[] state = new float[2 + ADAM.scalars()];
    step(ADAM, w, state, 0.5f, new Step(0.1, Double.NaN, 0.01, 1));
    assertThat(w[0]).isCloseTo(0.9f, ROUNDING);
    assertThat(state[0]).isCloseTo(0.051f, ROUNDING);
  }

  /** With g = epsilon = 0.01 half a step is taken; under the root it would be a tenth of one. */
  @Test
  void epsilonIsAddedToTheRoot() {
    float[] w = {1};
    step(new AdaGrad(0.01f), w, new float[1], 0.01f, Step.of(0.1));
    assertThat(w[0]).isCloseTo(0.95f, ROUNDING);
    w = new float[] {1};
    step(new RmsProp(0, 0.01f, 0), w, new float[1], 0.01f, Step.of(0.1));
    assertThat(w[0]).isCloseTo(0.95f, ROUNDING);
    w = new float[] {1};
    step(new Adam(0.9, 0.999, 0.01, true), w, new float[6], 0.01f, Step.of(0.1));
    assertThat(w[0]).isCloseTo(0.95f, ROUNDING);
  }

  /** With one gradient all the time, corrected means are that gradient at every step. */
  @Test
  void correctedMeansHaveNoBiasAtAnyStep() {
    float[] w = {1};
    float[] state = new float[6];
    for (int t = 1; t <= 5000; t++) {
      float before = w[0];
      step(ADAM, w, state, 0.3f, Step.of(1e-3));
      assertThat(before - w[0]).as("step %d", t).isCloseTo(1e-3f, Offset.offset(1e-6f));
    }
  }

  /** Replicas that took one and three steps: the average is corrected as an average. */
  @Test
  void correctionIsRightAfterAveraging() {
    Network network =
        new NetworkBuilder("one", new Shape(1, 1, 1)).then("logits", new Dense(1)).build();
    ReplicaState one = replica(network, 1);
    ReplicaState three = replica(network, 3);
    ReplicaState average =
        new ReplicaState(
            mean(one.parameters(), three.parameters()),
            mean(one.updater(), three.updater()),
            new float[0]);
    double steps = 0.25 * (1 - 0.9) + 0.75 * (1 - Math.pow(0.9, 3));
    assertThat(ADAM.correction1(average.updater())).isCloseTo(steps, Offset.offset(1e-8));
    float before = average.parameters()[0];
    Optimizer.of(ADAM)
        .on(network)
        .step(average.parameters(), new float[] {0.3f, 0.3f}, average.updater(), 0.1, Double.NaN);
    assertThat(before - average.parameters()[0]).isCloseTo(0.1f, ROUNDING);
  }

  /** What a reset leaves is the first step. */
  @Test
  void correctionStartsAnewAfterAReset() {
    float[] w = {1};
    float[] state = new float[6];
    step(ADAM, w, state, 0.5f, Step.of(0.1));
    java.util.Arrays.fill(state, 0);
    float before = w[0];
    step(ADAM, w, state, 0.02f, Step.of(0.1));
    assertThat(before - w[0]).isCloseTo(0.1f, ROUNDING);
  }

  @Test
  void lars() {
    Lars lars = new Lars(0.9f, 0.001f);
    float[] w = {3, 4};
    float[] state = new float[2];
    ParameterRange weights = new ParameterRange(0, 2, true, 1, 1, 1);
    // local = 0.001 * 5 / (1 + 0.1 * 5); v = local * (0.9, 1.2)
    lars.update(w, new float[] {0.6f, 0.8f}, state, weights, new Step(1, Double.NaN, 0.1, 1));
    assertThat(w).containsExactly(new float[] {2.997f, 3.996f}, ROUNDING);
    // The ratio again, as |w| = 4.995, |g| = 1: 0.0033311; v = 0.9 (0.003, 0.004) + ...
    lars.update(w, new float[] {0.6f, 0.8f}, state, weights, new Step(1, Double.NaN, 0.1, 1));
    double local = 0.001 * 4.995 / (1 + 0.4995);
    assertThat(w[0]).isCloseTo((float) (2.997 - 0.0027 - local * (0.6 + 0.2997)), ROUNDING);
  }

  @Test
  void larsTakesPlainStepsOfBiases() {
    float[] w = {3, 4};
    new Lars(0.9f, 0.001f)
        .update(
            w,
            new float[] {0.6f, 0.8f},
            new float[2],
            new ParameterRange(0, 2, false, 2, 1, 1),
            Step.of(0.1));
    assertThat(w).containsExactly(new float[] {2.94f, 3.92f}, ROUNDING);
  }

  @Test
  void lamb() {
    Lamb lamb = new Lamb(new Adam(0.9, 0.999, 1e-6, true));
    float[] w = {3, 4};
    float[] state = new float[8];
    Step step = new Step(0.1, Double.NaN, 0.01, 1);
    lamb.begin(state, step);
    lamb.update(w, new float[] {2, -5}, state, new ParameterRange(0, 2, true, 1, 1, 1), step);
    // u = (1, -1) + 0.01 * (3, 4), its length 1.408013; 5 / 1.408013 = 3.551103
    assertThat(w[0]).isCloseTo((float) (3 - 0.1 * 3.551103 * 1.03), Offset.offset(1e-5f));
    assertThat(w[1]).isCloseTo((float) (4 + 0.1 * 3.551103 * 0.96), Offset.offset(1e-5f));
  }

  @Test
  void lambTakesAdamsStepsOfBiases() {
    Lamb lamb = new Lamb(ADAM);
    float[] w = {3};
    float[] state = new float[6];
    lamb.begin(state, Step.of(0.1));
    lamb.update(w, new float[] {2}, state, new ParameterRange(0, 1, false, 1, 1, 1), Step.of(0.1));
    assertThat(w[0]).isCloseTo(2.9f, ROUNDING);
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((10.0 * a[i] + 30.0 * b[i]) / 40);
    }
    return mean;
  }

  private static ReplicaState replica(Network network, int steps) {
    Updater updater = Optimizer.of(ADAM).on(network);
    ReplicaState state =
        new ReplicaState(new float[2], new float[updater.stateSize()], new float[0]);
    for (int t = 0; t < steps; t++) {
      updater.step(state.parameters(), new float[] {0.3f, 0.3f}, state.updater(), 0.1, Double.NaN);
    }
    return state;
  }

  private static void assertSteps(UpdateRule rule, float first, float second) {
    float[] w = {1};
    float[] state = new float[rule.slots() + rule.scalars()];
    step(rule, w, state, 0.5f, Step.of(0.1));
    assertThat(w[0]).isCloseTo(first, ROUNDING);
    step(rule, w, state, 0.25f, Step.of(0.1));
    assertThat(w[0]).isCloseTo(second, ROUNDING);
  }

  private static void step(UpdateRule rule, float[] w, float[] state, float gradient, Step step) {
    rule.begin(state, step);
    rule.update(w, new float[] {gradient}, state, ParameterRange.all(1), step);
  }
}
