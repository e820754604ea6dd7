package org.polyak.augment.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionTest {

  @Test
  void keepsTheTransformAndWhatItDrew() {
    assertThat(
            Caption.of(
                List.of(
                    "row=3 column=18",
                    "choice=15",
                    "compose.random-apply.done=1",
                    "compose.random-apply.random-choice.rotation.degrees=-30")))
        .containsExactly(
            "row=3 column=18", "choice=15", "random-apply.done=1", "rotation.degrees=-30");
  }

  @Test
  void neverBreaksANumber() {
    assertThat(Caption.of(List.of("saturation.factor=0.934")))
        .containsExactly("saturation.factor= 0.934");
  }

  @Test
  void pointsOfNumbersAreNone() {
    assertThat(Caption.of(List.of("alpha=0.5 a.b.c=0.25"))).containsExactly("alpha=0.5 b.c=0.25");
  }
}
