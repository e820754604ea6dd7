package org.polyak.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;

/** What is said of combinations of keys. */
class TrainingConfigTest {

  /** SGD stays in motion unless its rate falls; adaptive rules shorten their steps themselves. */
  @Test
  void aConstantRateIsWarnedOfWithSgdOnly() {
    assertThat(advice("{schedule: {name: constant}}"))
        .hasValueSatisfying(advice -> assertThat(advice).contains("sgd needs a rate that falls"));
    assertThat(advice("{schedule: {name: cosine}}")).isEmpty();
    assertThat(advice("{schedule: {name: plateau}}")).isEmpty();
    assertThat(advice("{optimizer: {name: adam}, schedule: {name: constant}}")).isEmpty();
  }

  /** Else plateaus would go on lowering a rate that is meant to stay. */
  @Test
  void theRateOfWeightAveragingAndPlateausDoNotFitTogether() {
    assertThatThrownBy(
            () -> read("{schedule: {name: plateau}, averages: {swa: {start: 2, rate: 0.1}}}"))
        .hasMessageContaining("training.averages.swa.rate");
  }

  private static Optional<String> advice(String training) {
    return read(training).advice();
  }

  private static TrainingConfig read(String training) {
    Recipe recipe = Recipe.parse("test", "training: " + training, List.of());
    TrainingConfig config = TrainingConfig.read(recipe.root());
    recipe.check();
    return config;
  }
}
