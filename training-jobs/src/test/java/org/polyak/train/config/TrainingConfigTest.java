package org.polyak.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.config.Recipe;

/** Keys of different parts of a recipe that do not go together. */
class TrainingConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "averaging: {wire: float16}, optimizer: {name: adam} | training.averaging.wire (line 1):"
            + " this optimizer divides by a moving average",
        "averaging: {wire: bfloat16}, optimizer: {name: rmsprop} | training.averaging.wire (line"
            + " 1): this optimizer divides by a moving average",
        "master: dl4j, averaging: {updater: reset, wire: float16, outer: {}} | training.averaging"
            + " (line 1): master dl4j averages every period steps, updater and all: expected period"
            + " alone, found updater, outer, wire",
        "master: dl4j, averaging: {period: 4, post-local: 2} | found periods or post-local",
        "master: dl4j, averaging: {mode: elastic} | found mode, updater",
        "master: dl4j, averaging: {seconds: 2} | found seconds",
        "master: dl4j, averaging: {reduction: chunks} | found reduction",
        "compute: float16 | training.compute",
        "engine: java, compute: bfloat16 | training.compute (line 1): bfloat16 is computed by the"
            + " engine onednn on processors alone: found engine java, devices cpu",
        "master: dl4j, compute: bfloat16 | found engine dl4j, devices cpu",
        "devices: gpu, compute: bfloat16 | found engine auto, devices gpu",
        "schedule: {name: plateau}, averages: {swa: {start: 2, rate: 0.1}} |"
            + " training.averages.swa.rate (line 1)"
      })
  void whatDoesNotGoTogetherIsRefused(String training, String message) {
    assertThatThrownBy(() -> read(training)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "averaging: {wire: float16, updater: keep}, optimizer: {name: adam}",
        "averaging: {wire: float16}, optimizer: {name: adagrad}",
        "master: dl4j, averaging: {period: 4, updater: average, mode: synchronous}"
      })
  void whatGoesTogetherIsNot(String training) {
    assertThatCode(() -> read(training)).doesNotThrowAnyException();
  }

  /** SGD stays in motion unless its rate falls; adaptive rules shorten their steps themselves. */
  @Test
  void aConstantRateIsWarnedOfWithSgdOnly() {
    assertThat(read("schedule: {name: constant}").advice())
        .hasValueSatisfying(advice -> assertThat(advice).contains("sgd needs a rate that falls"));
    assertThat(read("schedule: {name: cosine}").advice()).isEmpty();
    assertThat(read("schedule: {name: plateau}").advice()).isEmpty();
    assertThat(read("optimizer: {name: adam}, schedule: {name: constant}").advice()).isEmpty();
  }

  private static TrainingConfig read(String training) {
    Recipe recipe = Recipe.parse("test", "training: {%s}".formatted(training), List.of());
    TrainingConfig config = TrainingConfig.read(recipe.root());
    recipe.check();
    return config;
  }
}
