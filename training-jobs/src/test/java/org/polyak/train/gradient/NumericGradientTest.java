package org.polyak.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericGradientTest {

  /** exp at 0: the third derivative is 1, so the error is h^2 / 6; one-sided it would be h / 2. */
  @ParameterizedTest
  @CsvSource({"0.1", "0.01", "0.001"})
  void theErrorFallsWithTheSquareOfTheStep(double step) {
    double slope = NumericGradient.centred(x -> Math.exp(x[0]), new double[] {0}, 0, step);
    assertThat(slope - 1).isCloseTo(step * step / 6, within(0.002 * step * step / 6 + 1e-12));
  }

  /** (x + s(y)) / (s(x) + (x + y)^2) at 3, -4: 1.545645, with derivatives 2.059570 and 1.592233. */
  @Test
  void stagedExample() {
    ToDoubleFunction<double[]> f =
        p -> (p[0] + sigmoid(p[1])) / (sigmoid(p[0]) + Math.pow(p[0] + p[1], 2));
    double[] x = {3, -4};
    assertThat(f.applyAsDouble(x)).isCloseTo(1.545645, within(5e-7));
    assertThat(NumericGradient.centred(f, x, 0, 1e-5)).isCloseTo(2.059570, within(5e-7));
    assertThat(NumericGradient.centred(f, x, 1, 1e-5)).isCloseTo(1.592233, within(5e-7));
    assertThat(x).containsExactly(3, -4);
  }

  /** The customary limits for double precision. */
  @Test
  void verdictsFollowTheRelativeError() {
    Precision precision = Precision.DOUBLE;
    assertThat(precision.error(2, 2.2)).isCloseTo(0.2 / 2.2, within(1e-12));
    assertThat(precision.error(-2, 2)).isEqualTo(2);
    assertThat(precision.error(1e-9, 2e-9)).as("below the floor").isCloseTo(1e-6, within(1e-12));
    assertThat(precision.verdict(1e-7)).isEqualTo(Verdict.GOOD);
    assertThat(precision.verdict(1.1e-7)).isEqualTo(Verdict.ACCEPTABLE);
    assertThat(precision.verdict(1e-4)).isEqualTo(Verdict.ACCEPTABLE);
    assertThat(precision.verdict(1.1e-4)).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(precision.verdict(1.1e-2)).isEqualTo(Verdict.WRONG);
    assertThat(precision.verdict(Double.NaN)).isEqualTo(Verdict.WRONG);
    assertThat(Verdict.SUSPICIOUS.passes()).isFalse();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
