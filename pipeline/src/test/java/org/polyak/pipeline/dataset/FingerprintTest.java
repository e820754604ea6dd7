package org.polyak.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

  @Test
  void dependsOnRowsAndNotOnTheirOrder() {
    Fingerprint ab = new Fingerprint();
    ab.add(Split.TRAIN, "a", 0, "h");
    ab.add(Split.TEST, "b", 1, "h");
    Fingerprint b = new Fingerprint();
    b.add(Split.TEST, "b", 1, "h");
    Fingerprint ba = new Fingerprint();
    ba.add(b);
    ba.add(Split.TRAIN, "a", 0, "h");
    Fingerprint other = new Fingerprint();
    other.add(Split.TRAIN, "a", 0, "h");
    other.add(Split.TRAIN, "b", 1, "h");
    assertThat(ab.text()).hasSize(64).isEqualTo(ba.text());
    assertThat(other.text()).isNotEqualTo(ab.text());
  }
}
