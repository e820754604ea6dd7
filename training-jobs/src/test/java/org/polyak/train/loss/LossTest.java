package org.polyak.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.gradient.NumericGradient;

/** Figures by hand, and gradients by differences. */
class LossTest {

  /** A cat scored 3.2, with 5.1 for car and -1.7 for frog: the example of the CS231n notes. */
  private static final double[] SCORES = {3.2, 5.1, -1.7};

  static Stream<Loss> losses() {
    return Stream.of(
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy(0.1),
        new MulticlassHinge(1, false),
        new MulticlassHinge(0.5, true),
        new MultiLabelLogistic(),
        new MultiLabelHinge());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsAreThoseOfDifferences(Loss loss) {
    double[] logits = {0.31, -1.72, 2.2, 0.45, -0.23};
    for (double[] targets :
        List.of(
            new double[] {0, 0, 1, 0, 0},
            new double[] {0.4, 0, 0, 0.6, 0},
            new double[] {1, 0, 1, 0, 1})) {
      double[] gradient = new double[5];
      loss.of(logits, targets, gradient);
      for (int c = 0; c < 5; c++) {
        double slope =
            NumericGradient.centred(
                x -> loss.of(x, targets, new double[5]), logits.clone(), c, 1e-6);
        assertThat(gradient[c]).as("%s by logit %d", loss, c).isCloseTo(slope, within(1e-8));
      }
    }
  }

  /** log 10 = 2.302585, log 1000 = 6.907755. */
  @Test
  void equalLogitsOfSoftmaxLoseTheLogarithmOfTheClasses() {
    assertThat(new SoftmaxCrossEntropy().ofEqualLogits(10)).isCloseTo(2.302585, within(5e-7));
    assertThat(new SoftmaxCrossEntropy().ofEqualLogits(1000)).isCloseTo(6.907755, within(5e-7));
    assertThat(new SoftmaxCrossEntropy(0.1).ofEqualLogits(10)).isCloseTo(2.302585, within(5e-7));
  }

  /** exp 3.2 = 24.5, exp 5.1 = 164.0, exp -1.7 = 0.18: the cat has a probability of 0.130. */
  @Test
  void softmaxByHand() {
    double[] gradient = new double[3];
    double loss = new SoftmaxCrossEntropy().of(SCORES, new double[] {1, 0, 0}, gradient);
    assertThat(loss).isCloseTo(2.0404, within(5e-5));
    assertThat(gradient[0]).isCloseTo(0.12998 - 1, within(5e-5));
    assertThat(gradient[1]).isCloseTo(0.86905, within(5e-5));
    assertThat(gradient[2]).isCloseTo(0.00097, within(5e-5));
  }

  /** Smoothing of e takes (1 - e) of the target's loss and e of the mean loss of all classes. */
  @Test
  void smoothingSharesTheTarget() {
    Loss plain = new SoftmaxCrossEntropy();
    double[] sum = new double[3];
    double mean = 0;
    for (int c = 0; c < 3; c++) {
      sum[c] = 1;
      mean += plain.of(SCORES, sum, new double[3]) / 3;
      sum[c] = 0;
    }
    double[] cat = {1, 0, 0};
    assertThat(new SoftmaxCrossEntropy(0.1).of(SCORES, cat, new double[3]))
        .isCloseTo(0.9 * plain.of(SCORES, cat, new double[3]) + 0.1 * mean, within(1e-12));
    assertThat(new SoftmaxCrossEntropy(0.1).forValidation()).isEqualTo(plain);
  }

  /** 40 % of one class and 60 % of another, as mixup makes them. */
  @Test
  void softTargetsWeighTheLossesOfTheirClasses() {
    for (Loss loss : List.of(new SoftmaxCrossEntropy(), new MulticlassHinge(1, false))) {
      double first = loss.of(SCORES, new double[] {1, 0, 0}, new double[3]);
      double second = loss.of(SCORES, new double[] {0, 0, 1}, new double[3]);
      assertThat(loss.of(SCORES, new double[] {0.4, 0, 0.6}, new double[3]))
          .as("%s", loss)
          .isCloseTo(0.4 * first + 0.6 * second, within(1e-12));
    }
  }

  /** max(0, 5.1 - 3.2 + 1) + max(0, -1.7 - 3.2 + 1) = 2.9 + 0; before training C - 1. */
  @Test
  void hingeByHand() {
    double[] gradient = new double[3];
    Loss hinge = new MulticlassHinge(1, false);
    assertThat(hinge.of(SCORES, new double[] {1, 0, 0}, gradient)).isCloseTo(2.9, within(1e-12));
    assertThat(gradient).containsExactly(-1, 1, 0);
    assertThat(hinge.ofEqualLogits(10)).isEqualTo(9);
  }

  @Test
  void squaredHingeByHand() {
    double[] gradient = new double[3];
    Loss hinge = new MulticlassHinge(1, true);
    assertThat(hinge.of(SCORES, new double[] {1, 0, 0}, gradient)).isCloseTo(8.41, within(1e-12));
    assertThat(gradient[0]).isCloseTo(-5.8, within(1e-12));
    assertThat(gradient[1]).isCloseTo(5.8, within(1e-12));
  }

  /** Labels 1 and 3 of scores 0, -1, 2: log 2 + log(1 + 1/e) + log(1 + 1/e^2); s - t. */
  @Test
  void logisticOfSeveralLabelsByHand() {
    double[] gradient = new double[3];
    double loss =
        new MultiLabelLogistic().of(new double[] {0, -1, 2}, new double[] {1, 0, 1}, gradient);
    assertThat(loss).isCloseTo(0.693147 + 0.313262 + 0.126928, within(2e-6));
    assertThat(gradient[0]).isCloseTo(-0.5, within(1e-12));
    assertThat(gradient[1]).isCloseTo(0.268941, within(5e-7));
    assertThat(gradient[2]).isCloseTo(0.880797 - 1, within(5e-7));
  }

  /** Signs +, -, + of scores 0, -1.5, 0.5: max(0, 1 - 0) + max(0, 1 - 1.5) + max(0, 1 - 0.5). */
  @Test
  void hingeOfSeveralLabelsByHand() {
    double[] gradient = new double[3];
    double loss =
        new MultiLabelHinge().of(new double[] {0, -1.5, 0.5}, new double[] {1, 0, 1}, gradient);
    assertThat(loss).isCloseTo(1 + 0 + 0.5, within(1e-12));
    assertThat(gradient).containsExactly(-1, 0, -1);
  }

  @Test
  void largeScoresDoNotOverflow() {
    double[] large = {1e4, -1e4, 0};
    for (Loss loss : losses().toList()) {
      double[] gradient = new double[3];
      assertThat(loss.of(large, new double[] {0, 1, 0}, gradient)).as("%s", loss).isFinite();
      assertThat(gradient).doesNotContain(Double.NaN);
    }
  }

  @Test
  void recipesNameLosses() {
    assertThat(read("{}")).isEqualTo(new SoftmaxCrossEntropy());
    assertThat(read("{name: softmax, label-smoothing: 0.1}"))
        .isEqualTo(new SoftmaxCrossEntropy(0.1));
    assertThat(read("{name: hinge}")).isEqualTo(new MulticlassHinge(1, false));
    assertThat(read("{name: squared-hinge, margin: 2}")).isEqualTo(new MulticlassHinge(2, true));
    assertThat(read("{name: multi-label-logistic}")).isEqualTo(new MultiLabelLogistic());
    assertThat(read("{name: multi-label-hinge}")).isEqualTo(new MultiLabelHinge());
    assertThatThrownBy(() -> read("{name: hing}"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("did you mean hinge?");
    assertThatThrownBy(() -> read("{name: hinge, label-smoothing: 0.1}"))
        .hasMessageContaining("loss.label-smoothing (line 1): unknown key");
  }

  private static Loss read(String loss) {
    Recipe recipe = Recipe.parse("recipe.yaml", "loss: " + loss, List.of());
    Loss read = Losses.read(recipe.root().section("loss"));
    recipe.check();
    return read;
  }
}
