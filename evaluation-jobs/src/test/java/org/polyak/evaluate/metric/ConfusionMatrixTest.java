package org.polyak.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void largestMistakesFirst() {
    ConfusionMatrix matrix = new ConfusionMatrix(new long[][] {{9, 2, 0}, {5, 9, 2}, {0, 2, 9}});
    assertThat(matrix.largest(3))
        .containsExactly(new Confusion(1, 0, 5), new Confusion(0, 1, 2), new Confusion(1, 2, 2));
    assertThat(matrix.largest(99)).hasSize(4);
    assertThat(matrix.support(1)).isEqualTo(16);
    assertThat(matrix.predicted(1)).isEqualTo(13);
  }

  @Test
  void laterChangesDoNotReachIt() {
    long[][] counts = {{1, 0}, {0, 1}};
    ConfusionMatrix matrix = new ConfusionMatrix(counts);
    counts[0][0] = 7;
    assertThat(matrix.count(0, 0)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNotSquareOrNegative() {
    assertThatThrownBy(() -> new ConfusionMatrix(new long[][] {{1, 2}}))
        .hasMessageContaining("Row 0");
    assertThatThrownBy(() -> new ConfusionMatrix(new long[][] {{-1}})).hasMessageContaining("-1");
  }

  /** scipy 1.17.1: binomtest(10, 100).proportion_ci(method="wilson"), and likewise 0 of 10. */
  @Test
  void wilsonInterval() {
    Interval interval = Interval.wilson(10, 100);
    assertThat(interval.low()).isCloseTo(0.05522914, within(1e-7));
    assertThat(interval.high()).isCloseTo(0.17436566, within(1e-7));
    assertThat(Interval.wilson(0, 10).low()).isZero();
    assertThat(Interval.wilson(0, 10).high()).isCloseTo(0.2775328, within(1e-6));
    assertThat(Interval.wilson(10, 10).high()).isEqualTo(1);
  }
}
