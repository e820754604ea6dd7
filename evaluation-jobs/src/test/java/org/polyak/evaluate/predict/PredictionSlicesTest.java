package org.polyak.evaluate.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.DatasetInfo;

class PredictionSlicesTest {

  private static final DatasetInfo SMALL = info(32, 32);

  /** 2,048 images a slice where one pass is all, 512 where each needs four or more. */
  @Test
  void slicesOfManyPassesHoldFewerImages() {
    assertThat(PredictionSlices.count(SMALL, 20 * 2048, 1)).isEqualTo(20);
    assertThat(PredictionSlices.count(SMALL, 20 * 2048 + 1, 1)).isEqualTo(21);
    assertThat(PredictionSlices.count(SMALL, 20 * 2048, 2)).isEqualTo(40);
    assertThat(PredictionSlices.count(SMALL, 20 * 2048, 4)).isEqualTo(80);
    assertThat(PredictionSlices.count(SMALL, 20 * 2048, 300)).isEqualTo(80);
  }

  @Test
  void smallSplitsKeepSixteenCoresBusyAsFarAsSlicesOf512Go() {
    assertThat(PredictionSlices.count(SMALL, 16 * 1000, 1)).isEqualTo(16);
    assertThat(PredictionSlices.count(SMALL, 5000, 1)).isEqualTo(10);
    assertThat(PredictionSlices.count(SMALL, 512, 1)).isEqualTo(1);
    assertThat(PredictionSlices.count(SMALL, 1, 1)).isEqualTo(1);
    assertThat(PredictionSlices.count(SMALL, 0, 1)).isZero();
  }

  @Test
  void slicesOfPhotographsHoldFewImages() {
    assertThat(PredictionSlices.count(info(0, 0), 20 * 2048, 1)).isEqualTo(80);
    assertThat(PredictionSlices.count(info(65, 64), 20 * 2048, 1)).isEqualTo(80);
    assertThat(PredictionSlices.count(info(64, 64), 20 * 2048, 1)).isEqualTo(20);
    assertThat(PredictionSlices.count(info(65_536, 65_536), 20 * 2048, 1)).isEqualTo(80);
  }

  private static DatasetInfo info(int width, int height) {
    return new DatasetInfo(
        DatasetInfo.SCHEMA, "fingerprint", width, height, List.of("a", "b"), Map.of());
  }
}
