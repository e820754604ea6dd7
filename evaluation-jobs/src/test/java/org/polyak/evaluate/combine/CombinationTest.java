package org.polyak.evaluate.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Combinations by hand. */
class CombinationTest {

  private static final Offset<Double> CLOSE = within(1e-6);

  private static final float[][] TWO = {{0.8f, 0.1f, 0.1f}, {0.2f, 0.5f, 0.3f}, {9, 9, 9}};

  @Test
  void meanOfProbabilities() {
    Combination mean = Combination.equal(Rule.MEAN_PROBABILITIES, List.of(0, 1));
    assertThat(mean.probabilities(TWO, 0)).containsExactly(new double[] {0.5, 0.3, 0.2}, CLOSE);
  }

  /** sqrt(0.16), sqrt(0.05) and sqrt(0.03), divided by their sum. */
  @Test
  void meanOfLogitsIsTheGeometricMean() {
    Combination mean = Combination.equal(Rule.MEAN_LOGITS, List.of(0, 1));
    double[] roots = {0.4, Math.sqrt(0.05), Math.sqrt(0.03)};
    double sum = roots[0] + roots[1] + roots[2];
    assertThat(mean.probabilities(TWO, 1))
        .containsExactly(new double[] {roots[0] / sum, roots[1] / sum, roots[2] / sum}, CLOSE);
  }

  /** The softmax of the mean of logits that give the two rows, each off by a constant. */
  @Test
  void constantsOfLogitsDoNotMatter() {
    double[] logits = new double[3];
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      logits[c] = (Math.log(TWO[0][c]) + 7 + Math.log(TWO[1][c]) - 2) / 2;
      sum += Math.exp(logits[c]);
    }
    assertThat(Combination.equal(Rule.MEAN_LOGITS, List.of(0, 1)).probabilities(TWO, 0)[1])
        .isCloseTo(Math.exp(logits[1]) / sum, CLOSE);
  }

  @Test
  void majorityDecidesAndTheMeanBreaksTies() {
    float[][] three = {{0.4f, 0.35f, 0.25f}, {0.4f, 0.3f, 0.3f}, {0.01f, 0.99f, 0}};
    double[] majority =
        Combination.equal(Rule.MAJORITY_VOTE, List.of(0, 1, 2)).probabilities(three, 0);
    assertThat(majority).containsExactly(new double[] {2 / 3.0, 1 / 3.0, 0}, within(1e-5));
    assertThat(majority[2]).isPositive();
    double[] tie = Combination.equal(Rule.MAJORITY_VOTE, List.of(0, 2)).probabilities(three, 0);
    assertThat(tie[1]).isGreaterThan(tie[0]).isCloseTo(0.5, within(1e-5));
  }

  @Test
  void weightsAreThoseOfTheHalf() {
    Combination weighted =
        new Combination(
            Rule.MEAN_PROBABILITIES,
            List.of(0, 1),
            List.of(List.of(0.25, 0.75), List.of(1.0, 0.0)));
    assertThat(weighted.probabilities(TWO, 0))
        .containsExactly(new double[] {0.35, 0.4, 0.25}, CLOSE);
    assertThat(weighted.probabilities(TWO, 1)).containsExactly(new double[] {0.8, 0.1, 0.1}, CLOSE);
  }

  /** At T = 1/2 probabilities are squared. */
  @Test
  void temperatureIsAPower() {
    assertThat(Combination.tempered(new double[] {0.6, 0.3, 0.1}, 2))
        .containsExactly(new double[] {0.36 / 0.46, 0.09 / 0.46, 0.01 / 0.46}, CLOSE);
  }

  @Test
  void everyColumnHasAWeight() {
    List<Double> one = List.of(1.0);
    assertThatThrownBy(() -> new Combination(Rule.MEAN_LOGITS, List.of(0, 1), List.of(one, one)))
        .hasMessage("1 weights for 2 columns");
  }
}
