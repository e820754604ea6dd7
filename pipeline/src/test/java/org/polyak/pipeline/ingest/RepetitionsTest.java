package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.ingest.Repetitions.Leak;
import org.polyak.pipeline.ingest.WrittenImages.WrittenRow;

class RepetitionsTest {

  @Test
  void contentsThatTwoSplitsShareAreCountedOnce() {
    Repetitions repetitions =
        Repetitions.among(
            List.of(
                row(Split.TEST, "t2", "bb"),
                row(Split.TRAIN, "b", "aa"),
                row(Split.TRAIN, "a", "aa"),
                row(Split.TEST, "t1", "aa"),
                row(Split.TRAIN, "c", "bb"),
                row(Split.VALIDATION, "v", "cc"),
                row(Split.VALIDATION, "w", "cc"),
                row(Split.TRAIN, "single", "dd")));
    assertThat(repetitions.groups()).hasSize(3);
    assertThat(repetitions.images()).isEqualTo(7);
    assertThat(repetitions.acrossSplits())
        .containsExactly(new Leak(Split.TRAIN, Split.TEST, 2, "a", "t1"));
    assertThat(repetitions.rows())
        .toIterable()
        .extracting(r -> r.getString(0) + " " + r.getString(1) + " " + r.getString(2) + r.get(4))
        .containsExactly(
            "aa train a3",
            "aa train b3",
            "aa test t13",
            "bb train c2",
            "bb test t22",
            "cc validation v2",
            "cc validation w2");
  }

  private static WrittenRow row(Split split, String id, String sha256) {
    return new WrittenRow(split, id, 0, "name", sha256);
  }
}
