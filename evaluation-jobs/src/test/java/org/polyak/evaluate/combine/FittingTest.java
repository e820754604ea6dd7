package org.polyak.evaluate.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.metric.Truth;

class FittingTest {

  private static final Truth TRUTH = Truth.read();

  /** SciPy's SLSQP on the same likelihoods. */
  @Test
  void mixtureWeightsAreTheMaximumOfTheLikelihood() {
    double[] weights = MixtureWeights.fit(likelihoods());
    double[] truth = Truth.doubles(TRUTH.mixture().get("weights"));
    assertThat(weights).containsExactly(truth, within(2e-3));
    double loss = 0;
    for (double[] example : likelihoods()) {
      double mixture = 0;
      for (int m = 0; m < weights.length; m++) {
        mixture += weights[m] * example[m];
      }
      loss -= Math.log(mixture) / TRUTH.examples();
    }
    assertThat(loss).isCloseTo(TRUTH.mixture().get("loss").asDouble(), within(1e-6));
  }

  @Test
  void aModelThatNeverHelpsGetsNoWeight() {
    double[][] likelihoods = {{0.9, 0.1}, {0.8, 0.2}, {0.7, 0.1}};
    assertThat(MixtureWeights.fit(likelihoods)[1]).isLessThan(1e-4);
    assertThat(GreedySelection.fit(likelihoods, 10)).containsExactly(1, 0);
  }

  /** By hand: one alone costs (ln 2 + ln 10) / 2 each; both together ln(1 / 0.3) each. */
  @Test
  void greedySelectionTakesWhatHelps() {
    double[][] likelihoods = {{0.5, 0.1, 0.09}, {0.1, 0.5, 0.09}};
    assertThat(GreedySelection.fit(likelihoods, 5)).containsExactly(0.5, 0.5, 0);
    assertThat(GreedySelection.fit(likelihoods, 1)).containsExactly(1, 0, 0);
  }

  /** Three of four examples are best served by the first model, and it is taken more than once. */
  @Test
  void greedySelectionTakesTheSameAgain() {
    double[][] likelihoods = {{0.9, 0.2}, {0.9, 0.2}, {0.9, 0.2}, {0.01, 0.9}};
    double[] weights = GreedySelection.fit(likelihoods, 40);
    // The best mixture solves 3 * 0.7 / (0.2 + 0.7 w) = 0.89 / (0.9 - 0.89 w): w = 0.687.
    assertThat(weights[0]).isCloseTo(0.687, within(0.02));
  }

  @Test
  void temperatureIsTheMinimumOfTheLikelihood() {
    for (int model = 0; model < TRUTH.models(); model++) {
      TemperatureSearch search = new TemperatureSearch();
      int passes = 0;
      while (!search.done()) {
        double slope = 0;
        double curvature = 0;
        for (int i = 0; i < TRUTH.examples(); i++) {
          double[] p = TRUTH.probabilities(model, i);
          TemperatureTerms terms = TemperatureTerms.of(p, TRUTH.label(i), search.inverse());
          slope += terms.slope() / TRUTH.examples();
          curvature += terms.curvature() / TRUTH.examples();
        }
        search.measured(slope, curvature);
        passes++;
      }
      assertThat(search.inverse())
          .isCloseTo(TRUTH.model(model).get("inverseTemperature").asDouble(), within(1e-6));
      assertThat(passes).isLessThan(20);
    }
  }

  @Test
  void temperatureOfPerfectPredictionsStaysInItsBounds() {
    TemperatureSearch search = new TemperatureSearch();
    while (!search.done()) {
      TemperatureTerms terms = TemperatureTerms.of(new double[] {0.6, 0.4}, 0, search.inverse());
      search.measured(terms.slope(), terms.curvature());
    }
    assertThat(search.inverse()).isCloseTo(TemperatureSearch.LARGEST, within(0.01));
  }

  @Test
  void halvesAreHalvesAndAreCrossed() {
    Halves halves = new Halves(3, true);
    ImageKeys keys = new ImageKeys();
    int second = 0;
    for (int i = 0; i < 1000; i++) {
      second += halves.of(keys, "image-" + i);
    }
    assertThat(second).isBetween(440, 560);
    assertThat(halves.fittedOn(0)).isEqualTo(1);
    assertThat(halves.fittedOn(1)).isZero();
    assertThat(new Halves(3, false).of(keys, "image-1")).isZero();
  }

  private static double[][] likelihoods() {
    double[][] likelihoods = new double[TRUTH.examples()][TRUTH.models()];
    for (int i = 0; i < TRUTH.examples(); i++) {
      for (int m = 0; m < TRUTH.models(); m++) {
        likelihoods[i][m] = Math.max(1e-15, TRUTH.probabilities(m, i)[TRUTH.label(i)]);
      }
    }
    return likelihoods;
  }
}
