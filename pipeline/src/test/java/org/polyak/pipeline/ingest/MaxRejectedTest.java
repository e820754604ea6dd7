package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxRejectedTest {

  @Test
  void numberOrFraction() {
    assertThat(MaxRejected.parse("3").allows(3, 10)).isTrue();
    assertThat(MaxRejected.parse("3").allows(4, 1_000_000)).isFalse();
    assertThat(MaxRejected.parse("0.01").allows(10, 1000)).isTrue();
    assertThat(MaxRejected.parse("0.01").allows(11, 1000)).isFalse();
    assertThat(MaxRejected.parse("1.0").allows(7, 7)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "-0.1", "many", "NaN.0"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> MaxRejected.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a number such as 10, or a fraction such as 0.01")
        .hasMessageContaining("\"" + text + "\"");
  }
}
