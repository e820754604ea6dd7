package org.polyak.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;

/**
 * Decay, penalties, clipping, constraint and groups, as a recipe says them, on 12 weights of a
 * convolution, 2 scales, 2 shifts, 6 weights and 3 biases.
 */
class UpdaterTest {

  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final Network NETWORK =
      new NetworkBuilder("small", new Shape(1, 1, 6))
          .then("conv", new Convolution(2, 1, 1, 0, false))
          .then("bn", new BatchNorm(0.9, 1e-5))
          .then("logits", new Dense(3))
          .build();
  private static final int CONV = 0;
  private static final int GAMMA = 12;
  private static final int BETA = 14;
  private static final int DENSE = 16;
  private static final int BIAS = 22;
  private static final int ALL = 25;

  @Test
  void allParametersDecayUnlessSaid() {
    float[] w = oneStepFromTwo("{name: sgd, momentum: 0, weight-decay: 0.5}", "{}");
    // 2 - 0.1 * (1 + 0.5 * 2)
    assertThat(w).containsOnly(1.8f);
  }

  @Test
  void normsAndBiasesCanBeLeftOut() {
    float[] w = oneStepFromTwo("{momentum: 0, weight-decay: 0.5, decay: weights}", "{}");
    assertRange(w, CONV, GAMMA, 1.8f);
    assertRange(w, GAMMA, DENSE, 1.9f);
    assertRange(w, DENSE, BIAS, 1.8f);
    assertRange(w, BIAS, ALL, 1.9f);
  }

  @Test
  void groupsHaveARateAndADecayOfTheirOwn() {
    float[] w =
        oneStepFromTwo(
            """
            {momentum: 0, weight-decay: 0.5, groups: [
              {nodes: [bn], kinds: [gamma], rate: 0},
              {nodes: [b*, l*ts], rate: 0.1, decay: 0}]}\
            """,
            "{}");
    assertRange(w, CONV, GAMMA, 1.8f);
    assertRange(w, GAMMA, BETA, 2);
    assertRange(w, BETA, ALL, 1.99f);
  }

  @Test
  void aGroupOfNothingIsRefused() {
    assertThatThrownBy(() -> updater("{groups: [{nodes: [fc7]}]}", "{}"))
        .isInstanceOf(PolyakException.class)
        .hasMessage(
            "training.optimizer.groups[0]: small has no parameters of this kind at nodes named"
                + " fc7");
  }

  @Test
  void anUnknownKindIsNamed() {
    assertThatThrownBy(() -> updater("{groups: [{kinds: [weights]}]}", "{}"))
        .hasMessageContaining(
            "training.optimizer.groups[0].kinds (line 2): unknown kind \"weights\"");
  }

  /** lambda * w^2 has the gradient 2 lambda w: l2 0.25 is weight-decay 0.5. */
  @Test
  void l2HasNoFactorOfAHalf() {
    assertThat(oneStepFromTwo("{momentum: 0, weight-decay: 0}", "{l2: 0.25}")).containsOnly(1.8f);
  }

  @Test
  void l1MovesByTheSign() {
    float[] w = twos();
    w[0] = -2;
    w[1] = 0;
    step("{momentum: 0, weight-decay: 0}", "{l1: 0.5}", w, 1);
    assertThat(w[0]).isCloseTo(-2 - 0.1f * (1 - 0.5f), ROUNDING);
    assertThat(w[1]).isCloseTo(-0.1f, ROUNDING);
    assertThat(w[2]).isCloseTo(2 - 0.1f * (1 + 0.5f), ROUNDING);
  }

  @Test
  void elasticNetIsBoth() {
    assertThat(oneStepFromTwo("{momentum: 0, weight-decay: 0}", "{l2: 0.25, l1: 0.5}"))
        .containsOnly((float) (2 - 0.1 * (1 + 1 + 0.5)));
  }

  @Test
  void decoupledDecayBypassesTheGradient() {
    float[] coupled = oneStepFromTwo("{name: adam, weight-decay: 0.5}", "{}");
    assertThat(coupled[0]).isCloseTo(1.9f, ROUNDING);
    float[] decoupled = oneStepFromTwo("{name: adamw, weight-decay: 0.5}", "{}");
    // 2 * (1 - 0.1 * 0.5) - 0.1
    assertThat(decoupled[0]).isCloseTo(1.8f, ROUNDING);
    assertThat(oneStepFromTwo("{name: adam, decoupled: true, weight-decay: 0.5}", "{}"))
        .isEqualTo(decoupled);
  }

  /** The penalty's derivative, by centred differences, is what a step adds to the gradient. */
  @Test
  void penaltyIsWhatTheStepsDescend() {
    String optimizer = "{momentum: 0, weight-decay: 0.3, decay: weights}";
    String regularization = "{l2: 0.2, l1: 0.1}";
    float[] w = new float[ALL];
    for (int i = 0; i < ALL; i++) {
      w[i] = 0.1f * (i - 11.5f);
    }
    Updater updater = updater(optimizer, regularization);
    float[] stepped = w.clone();
    updater.step(stepped, new float[ALL], new float[0], 1, Double.NaN);
    for (int i = 0; i < ALL; i++) {
      float[] above = w.clone();
      float[] below = w.clone();
      above[i] += 1e-2f;
      below[i] -= 1e-2f;
      double slope =
          (updater.penalty(above) - updater.penalty(below)) / ((double) above[i] - below[i]);
      assertThat((double) w[i] - stepped[i]).as("%d", i).isCloseTo(slope, Offset.offset(1e-4));
    }
    // By hand on ones: 18 weights of (0.3 / 2 + 0.2 + 0.1).
    float[] ones = new float[ALL];
    Arrays.fill(ones, 1);
    assertThat(updater.penalty(ones)).isCloseTo(18 * 0.45, Offset.offset(1e-6));
  }

  @Test
  void decoupledDecayIsNoPenalty() {
    assertThat(updater("{name: adamw, weight-decay: 0.5}", "{}").penalty(twos())).isZero();
    assertThat(updater("{name: lamb, weight-decay: 0.5}", "{}").penalty(twos())).isZero();
    assertThat(updater("{weight-decay: 0.5}", "{}").penalty(twos()))
        .isCloseTo(25, Offset.offset(1e-9));
  }

  @Test
  void longGradientsAreScaledToTheirLimit() {
    // 25 ones have the norm 5.
    float[] w = twos();
    step("{momentum: 0, weight-decay: 0, clip: {norm: 1}}", "{}", w, 1);
    assertThat(w).containsOnly(1.98f);
    float[] within = twos();
    step("{momentum: 0, weight-decay: 0, clip: {norm: 5.1}}", "{}", within, 1);
    assertThat(within).containsOnly(1.9f);
  }

  @Test
  void valuesAreClippedOneByOne() {
    Updater updater = updater("{momentum: 0, weight-decay: 0, clip: {value: 0.5}}", "{}");
    float[] w = twos();
    float[] gradient = new float[ALL];
    gradient[0] = -7;
    gradient[1] = 7;
    gradient[2] = 0.25f;
    updater.step(w, gradient, new float[0], 1, Double.NaN);
    assertThat(Arrays.copyOf(w, 4)).containsExactly(2.5f, 1.5f, 1.75f, 2);
  }

  @Test
  void clippingComesBeforePenalties() {
    float[] w = twos();
    step("{momentum: 0, weight-decay: 0.5, clip: {value: 0.5}}", "{}", w, 1);
    assertThat(w).containsOnly(2 - 0.1f * (0.5f + 1));
  }

  /** Of each unit by itself: the columns of [6][2] and [2][3], never biases. */
  @Test
  void unitsAreShrunkToTheirGreatestNorm() {
    float[] w = new float[ALL];
    for (int i = 0; i < 12; i += 2) {
      w[i] = 10;
      w[i + 1] = 0.1f;
    }
    w[DENSE] = 30;
    w[DENSE + 3] = 40;
    w[BIAS] = 100;
    float[] before = w.clone();
    updater("{momentum: 0, weight-decay: 0}", "{max-norm: 3}")
        .step(w, new float[ALL], new float[0], 0.1, Double.NaN);
    // Six tens have the norm 24.49: 10 * 3 / 24.49.
    assertThat(w[0]).isCloseTo((float) (3 / Math.sqrt(6)), ROUNDING);
    assertThat(w[1]).isEqualTo(0.1f);
    assertThat(w[DENSE]).isCloseTo(1.8f, ROUNDING);
    assertThat(w[DENSE + 3]).isCloseTo(2.4f, ROUNDING);
    assertThat(w[BIAS]).isEqualTo(before[BIAS]);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatThrownBy(() -> updater("{name: lamb, decoupled: true}", "{l2: 1}"))
        .hasMessageContaining("training.optimizer.decoupled (line 2): lamb has a place of its own")
        .hasMessageContaining("training.regularization.l2 (line 3): lamb scales weight decay");
    assertThatThrownBy(() -> updater("{clip: {norm: 1, value: 1}}", "{}"))
        .hasMessageContaining("training.optimizer.clip.value (line 2)");
    assertThatThrownBy(() -> updater("{momentum: 0, nesterov: true}", "{}"))
        .hasMessageContaining("Nesterov's step needs a momentum above 0");
  }

  /** Neighbours that are treated alike are updated by one loop: the result is the same. */
  @Test
  void joiningRangesChangesNothing() {
    float[] joined = twos();
    step("{momentum: 0.9, weight-decay: 0.5}", "{}", joined, 3);
    float[] apart = twos();
    step(
        "{momentum: 0.9, weight-decay: 0.5, groups: [{nodes: [bn], rate: 1.0000001}]}",
        "{}",
        apart,
        3);
    assertThat(apart).containsExactly(joined, Offset.offset(1e-5f));
  }

  /** Rules work block by block; one parameter at a time gives the same bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: sgd, weight-decay: 0.1}",
        "{name: adagrad}",
        "{name: rmsprop, momentum: 0.9, weight-decay: 0.1}",
        "{name: adam, weight-decay: 0.1}",
        "{name: adamw}"
      })
  void blocksChangeNothing(String optimizer) {
    UpdateRule rule = optimizer(optimizer, "{}").rule();
    int size = 2500;
    Random random = new Random(1);
    float[] blocks = new float[size];
    for (int i = 0; i < size; i++) {
      blocks[i] = (float) random.nextGaussian();
    }
    float[] single = blocks.clone();
    float[] state = new float[rule.slots() * size + rule.scalars()];
    float[] other = state.clone();
    Step step = new Step(0.01, Double.NaN, 0.1, 0.999);
    for (int t = 0; t < 3; t++) {
      float[] gradient = new float[size];
      for (int i = 0; i < size; i++) {
        gradient[i] = (float) random.nextGaussian();
      }
      float[] copy = gradient.clone();
      rule.begin(state, step);
      rule.update(blocks, gradient, state, ParameterRange.all(size), step);
      rule.begin(other, step);
      for (int i = 0; i < size; i++) {
        rule.update(single, copy, other, new ParameterRange(i, i + 1, true, 1, 1, 1), step);
      }
    }
    assertThat(blocks).isEqualTo(single);
    assertThat(state).isEqualTo(other);
  }

  @Test
  void stateHasRoomForEveryRule() {
    assertThat(updater("{momentum: 0}", "{}").stateSize()).isZero();
    assertThat(updater("{momentum: 0.9}", "{}").stateSize()).isEqualTo(25);
    assertThat(updater("{name: adam}", "{}").stateSize()).isEqualTo(54);
    assertThat(updater("{name: rmsprop, momentum: 0.9}", "{}").stateSize()).isEqualTo(50);
  }

  private static void assertRange(float[] w, int from, int to, float value) {
    assertThat(Arrays.copyOfRange(w, from, to)).containsOnly(value);
  }

  private static float[] twos() {
    float[] w = new float[ALL];
    Arrays.fill(w, 2);
    return w;
  }

  private static float[] oneStepFromTwo(String optimizer, String regularization) {
    float[] w = twos();
    step(optimizer, regularization, w, 1);
    return w;
  }

  private static void step(String optimizer, String regularization, float[] w, int steps) {
    Updater updater = updater(optimizer, regularization);
    float[] state = new float[updater.stateSize()];
    for (int i = 0; i < steps; i++) {
      float[] gradient = new float[ALL];
      Arrays.fill(gradient, 1);
      updater.step(w, gradient, state, 0.1, Double.NaN);
    }
  }

  private static Updater updater(String optimizer, String regularization) {
    return optimizer(optimizer, regularization).on(NETWORK);
  }

  private static Optimizer optimizer(String optimizer, String regularization) {
    Recipe recipe =
        Recipe.parse(
            "test",
            "training:\n  optimizer: %s\n  regularization: %s\n"
                .formatted(optimizer.replace("\n", " "), regularization),
            List.of());
    Optimizer read = OptimizerRecipe.read(recipe.root().section("training"));
    recipe.check();
    return read;
  }
}
