package org.polyak.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.polyak.evaluate.metric.Bootstrap.Measure;

class BootstrapTest {

  /**
   * P(X <= k) of the Poisson distribution of mean 1, from SciPy 1.17.1: stats.poisson.cdf(k, 1).
   */
  @Test
  void examplesCountAsOftenAsPoissonSays() {
    double[] cdf = {0.36787944117144233, 0.7357588823428847, 0.9196986029286058};
    for (int k = 0; k < cdf.length; k++) {
      long bound = Math.round(cdf[k] * 0x1p32);
      assertThat(Bootstrap.times((int) (bound - 1))).isEqualTo(k);
      assertThat(Bootstrap.times((int) (bound + 1))).isEqualTo(k + 1);
    }
    assertThat(Bootstrap.times(0)).isZero();
    assertThat(Bootstrap.times(-1)).isBetween(8, 12);
  }

  /** 1,000 examples, 20 % wrong: the deviation of the error is sqrt(0.2 * 0.8 / 1000) = 1.265 %. */
  @Test
  void intervalsHaveTheWidthOfTheNormalApproximation() {
    Bootstrap bootstrap = filled(1000, 0, 1000);
    Interval error = bootstrap.interval(0, Measure.TOP1_ERROR);
    assertThat(error.low()).isCloseTo(0.2 - 1.96 * 0.01265, within(0.003));
    assertThat(error.high()).isCloseTo(0.2 + 1.96 * 0.01265, within(0.003));
    // Losses are 2 for wrong ones and 0.5 for others: mean 0.8, deviation 0.6.
    Interval loss = bootstrap.interval(0, Measure.NEGATIVE_LOG_LIKELIHOOD);
    assertThat(loss.high() - loss.low()).isCloseTo(2 * 1.96 * 0.6 / Math.sqrt(1000), within(0.01));
  }

  /** Model 1 is wrong on the same examples and on ten more. */
  @Test
  void differencesArePaired() {
    Bootstrap bootstrap = filled(1000, 0, 1000);
    Interval difference = bootstrap.difference(1, 0, Measure.TOP1_ERROR);
    assertThat(difference.low()).isBetween(0.003, 0.006);
    assertThat(difference.high()).isBetween(0.014, 0.018);
    assertThat(bootstrap.difference(0, 0, Measure.BRIER_SCORE)).isEqualTo(new Interval(0, 0));
  }

  @Test
  void partsMergeToTheSameBits() {
    Bootstrap whole = filled(200, 0, 1000);
    Bootstrap parts = filled(200, 700, 1000);
    parts.merge(filled(200, 0, 300));
    parts.merge(filled(200, 300, 700));
    for (Measure measure : Measure.values()) {
      assertThat(parts.values(1, measure)).isEqualTo(whole.values(1, measure));
    }
  }

  /** numpy.quantile([1, 2, 4, 8], 0.4) is 2.4 (NumPy 2.4.6). */
  @Test
  void quantilesLieBetweenNeighbours() {
    assertThat(Bootstrap.quantile(new double[] {1, 2, 4, 8}, 0.4)).isCloseTo(2.4, within(1e-12));
    assertThat(Bootstrap.quantile(new double[] {3}, 0.975)).isEqualTo(3);
  }

  private static Bootstrap filled(int replicates, int from, int to) {
    Bootstrap bootstrap = new Bootstrap(7, replicates, 2);
    for (int i = from; i < to; i++) {
      boolean wrong = i % 5 == 0;
      boolean alsoWrong = wrong || i % 100 == 1;
      bootstrap.add(
          i * 0x9E3779B97F4A7C15L,
          new boolean[] {wrong, alsoWrong},
          new double[] {wrong ? 2 : 0.5, alsoWrong ? 2 : 0.5},
          new double[] {wrong ? 1.5 : 0.1, alsoWrong ? 1.5 : 0.1});
    }
    return bootstrap;
  }
}
