package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;

class DatasetSumsTest {

  private static final Offset<Double> TIGHT = within(1e-12);
  private static final List<String> LABELS = List.of("x", "y");

  @Test
  void twoPixelsByHand() {
    DatasetSums sums = new DatasetSums(2, 6);
    sums.add(Split.TRAIN, "1", 0, "h", new byte[] {0, 51, (byte) 255, (byte) 255, 51, (byte) 255});
    // Neither validation nor test images enter the figures.
    sums.add(Split.VALIDATION, "2", 1, "h", new byte[] {9, 9, 9, 9, 9, 9});
    Statistics statistics = sums.statistics(LABELS);
    assertThat(statistics.pixels()).isEqualTo(2);
    assertThat(statistics.mean()).containsExactly(0.5, 0.2, 1.0);
    assertThat(statistics.deviation()).containsExactly(0.5, 0.0, 0.0);
    assertThat(statistics.meanImage()).containsExactly(0.0, 0.2, 1.0, 1.0, 0.2, 1.0);
    assertThat(statistics.counts().get("train")).containsEntry("x", 1L).containsEntry("y", 0L);
    assertThat(statistics.counts().get("validation")).containsEntry("y", 1L);
    assertThat(statistics.eigenvalues().get(0)).isEqualTo(0.25);
    assertThat(statistics.eigenvectors().get(0)).containsExactly(1.0, 0.0, 0.0);
  }

  @Test
  void covarianceIsThatOfTwoPasses() {
    int images = 40;
    int bytes = 3 * 16;
    Random random = new Random(5);
    byte[][] rasters = new byte[images][bytes];
    DatasetSums sums = new DatasetSums(2, bytes);
    for (int i = 0; i < images; i++) {
      random.nextBytes(rasters[i]);
      for (int p = 0; p < bytes; p += 3) {
        rasters[i][p + 1] = (byte) (((rasters[i][p] & 0xff) + (rasters[i][p + 1] & 0xff)) / 2);
      }
      sums.add(Split.TRAIN, "i" + i, 0, "h", rasters[i]);
    }
    Statistics statistics = sums.statistics(LABELS);
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double expected = 0;
        for (byte[] raster : rasters) {
          for (int p = 0; p < bytes; p += 3) {
            expected +=
                ((raster[p + a] & 0xff) / 255.0 - statistics.mean().get(a))
                    * ((raster[p + b] & 0xff) / 255.0 - statistics.mean().get(b));
          }
        }
        assertThat(statistics.covariance().get(a).get(b))
            .isCloseTo(expected / (images * bytes / 3.0), TIGHT);
      }
    }
    assertEigen(statistics);
  }

  @Test
  void fingerprintDependsOnRowsAndNotOnTheirOrder() {
    DatasetSums ab = new DatasetSums(2, 3);
    ab.add(Split.TRAIN, "a", 0, "h", new byte[3]);
    ab.add(Split.TEST, "b", 1, "h", new byte[3]);
    DatasetSums ba = new DatasetSums(2, 3);
    ba.add(Split.TEST, "b", 1, "h", new byte[3]);
    ba.add(Split.TRAIN, "a", 0, "h", new byte[3]);
    DatasetSums other = new DatasetSums(2, 3);
    other.add(Split.TRAIN, "a", 0, "h", new byte[3]);
    other.add(Split.TRAIN, "b", 1, "h", new byte[3]);
    assertThat(ab.fingerprint()).hasSize(64).isEqualTo(ba.fingerprint());
    assertThat(other.fingerprint()).isNotEqualTo(ab.fingerprint());
  }

  @Test
  void eigenvectorsOfAKnownMatrix() {
    // [[2,1],[1,2]] has 3 with (1,1) and 1 with (1,-1); 5 stands alone.
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 5}});
    assertThat(eigen.values().get(0)).isCloseTo(5, TIGHT);
    assertThat(eigen.values().get(1)).isCloseTo(3, TIGHT);
    assertThat(eigen.values().get(2)).isCloseTo(1, TIGHT);
    assertThat(eigen.vectors().get(0)).containsExactly(0.0, 0.0, 1.0);
    double half = Math.sqrt(0.5);
    assertThat(eigen.vectors().get(1).get(0)).isCloseTo(half, TIGHT);
    assertThat(eigen.vectors().get(1).get(1)).isCloseTo(half, TIGHT);
  }

  /** Covariance times vector is value times vector; vectors are unit; the largest is positive. */
  static void assertEigen(Statistics statistics) {
    for (int i = 0; i < 3; i++) {
      List<Double> vector = statistics.eigenvectors().get(i);
      double norm = 0;
      for (int a = 0; a < 3; a++) {
        double product = 0;
        for (int b = 0; b < 3; b++) {
          product += statistics.covariance().get(a).get(b) * vector.get(b);
        }
        norm += vector.get(a) * vector.get(a);
        assertThat(product).isCloseTo(statistics.eigenvalues().get(i) * vector.get(a), TIGHT);
      }
      assertThat(norm).isCloseTo(1, TIGHT);
      assertThat(vector.stream().mapToDouble(Double::doubleValue).max().orElseThrow())
          .isEqualTo(vector.stream().mapToDouble(Math::abs).max().orElseThrow());
    }
    assertThat(statistics.eigenvalues()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }
}
