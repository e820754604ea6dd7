package org.polyak.pipeline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.image.Raster;

class TrainingSumsTest {

  private static final Offset<Double> TIGHT = within(1e-12);

  /** Two pixels: (0, 51, 255) and (255, 51, 255), which are (0, 0.2, 1) and (1, 0.2, 1). */
  @Test
  void figuresOfTwoPixelsByHand() {
    TrainingSums sums = new TrainingSums();
    add(sums, 2, 1, new byte[] {0, 51, (byte) 255, (byte) 255, 51, (byte) 255});
    Statistics statistics = sums.statistics(Map.of());
    assertThat(statistics.pixels()).isEqualTo(2);
    assertThat(statistics.mean()).containsExactly(0.5, 0.2, 1.0);
    assertThat(statistics.deviation()).containsExactly(0.5, 0.0, 0.0);
    assertThat(statistics.minimum()).containsExactly(0.0, 0.2, 1.0);
    assertThat(statistics.maximum()).containsExactly(1.0, 0.2, 1.0);
    // (0 + 0.2 + 1 + 1 + 0.2 + 1) / 6, and the mean square is (0.04 + 1 + 1 + 0.04 + 1) / 6.
    assertThat(statistics.scalarMean()).isCloseTo(3.4 / 6, TIGHT);
    assertThat(statistics.scalarDeviation())
        .isCloseTo(Math.sqrt(3.08 / 6 - 3.4 / 6 * 3.4 / 6), TIGHT);
    assertThat(statistics.meanImage().values()).containsExactly(0.0, 0.2, 1.0, 1.0, 0.2, 1.0);
    assertThat(statistics.meanImage().width()).isEqualTo(2);
    assertThat(statistics.meanImage().deviations()).containsOnly(0.0);
    assertThat(statistics.meanImage().minimum()).isEqualTo(statistics.meanImage().values());
    assertThat(statistics.meanImage().maximum()).isEqualTo(statistics.meanImage().values());
    assertThat(statistics.histograms().get(0)).hasSize(256).startsWith(1L, 0L).endsWith(0L, 1L);
    assertThat(statistics.histograms().get(1).get(51)).isEqualTo(2);
    assertThat(statistics.eigenvalues().get(0)).isEqualTo(0.25);
    assertThat(statistics.eigenvectors().get(0)).containsExactly(1.0, 0.0, 0.0);
  }

  /** A position that is 0 and 0.4 has mean 0.2 and deviation 0.2; it reaches from 0 to 0.4. */
  @Test
  void deviationAndRangeOfEachPositionByHand() {
    TrainingSums a = new TrainingSums();
    add(a, 1, 1, new byte[] {0, 51, (byte) 255});
    TrainingSums b = new TrainingSums();
    add(b, 1, 1, new byte[] {102, 51, (byte) 255});
    a.add(b);
    Statistics statistics = a.statistics(Map.of());
    assertThat(statistics.meanImage().values()).containsExactly(0.2, 0.2, 1.0);
    assertThat(statistics.meanImage().deviations()).containsExactly(0.2, 0.0, 0.0);
    assertThat(statistics.meanImage().minimum()).containsExactly(0.0, 0.2, 1.0);
    assertThat(statistics.meanImage().maximum()).containsExactly(0.4, 0.2, 1.0);
  }

  @Test
  void covarianceIsThatOfTwoPassesHoweverImagesAreDivided() {
    Random random = new Random(5);
    int[][] sizes = {{128, 128}, {3, 7}, {64, 64}, {1, 1}};
    TrainingSums whole = new TrainingSums();
    TrainingSums left = new TrainingSums();
    TrainingSums right = new TrainingSums();
    byte[][] rasters = new byte[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      byte[] raster = new byte[3 * sizes[i][0] * sizes[i][1]];
      random.nextBytes(raster);
      for (int p = 0; p < raster.length; p += 3) {
        raster[p + 1] = (byte) (((raster[p] & 0xff) + (raster[p + 1] & 0xff)) / 2);
      }
      rasters[i] = raster;
      add(whole, sizes[i][0], sizes[i][1], raster);
      add(i % 2 == 0 ? left : right, sizes[i][0], sizes[i][1], raster);
    }
    right.add(left);
    Statistics statistics = whole.statistics(Map.of());
    assertThat(right.statistics(Map.of())).isEqualTo(statistics);
    double pixels = Arrays.stream(rasters).mapToInt(r -> r.length / 3).sum();
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double expected = 0;
        for (byte[] raster : rasters) {
          for (int p = 0; p < raster.length; p += 3) {
            expected +=
                ((raster[p + a] & 0xff) / 255.0 - statistics.mean().get(a))
                    * ((raster[p + b] & 0xff) / 255.0 - statistics.mean().get(b));
          }
        }
        assertThat(statistics.covariance().get(a).get(b))
            .isCloseTo(expected / pixels, within(1e-10));
      }
    }
    assertEigen(statistics);
    assertThat(statistics.meanImage().width()).isZero();
    assertThat(statistics.meanImage().values()).isEmpty();
  }

  @Test
  void gridsEnterTheMomentsAndEndTheMeanImage() {
    TrainingSums sums = new TrainingSums();
    add(sums, 1, 1, new byte[] {10, 20, 30});
    sums.add(4, 4, new Raster(1, 1, new byte[] {30, 20, 10}));
    Statistics statistics = sums.statistics(Map.of());
    assertThat(statistics.pixels()).isEqualTo(2);
    assertThat(statistics.mean().get(0)).isCloseTo(20 / 255.0, TIGHT);
    assertThat(statistics.sizes().width().edges()).startsWith(1.0).endsWith(5.0);
    assertThat(statistics.meanImage().width()).isZero();
  }

  /** A sum of products would pass an int in the 33,026th pixel. */
  @Test
  void saturatedImagesDoNotOverflow() {
    byte[] white = new byte[3 * 1000 * 1000];
    Arrays.fill(white, (byte) 255);
    TrainingSums sums = new TrainingSums();
    add(sums, 1000, 1000, white);
    Statistics statistics = sums.statistics(Map.of());
    assertThat(statistics.mean()).containsExactly(1.0, 1.0, 1.0);
    assertThat(statistics.covariance().get(0)).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void sizesAreCounted() {
    TrainingSums sums = new TrainingSums();
    add(sums, 10, 10, new byte[300]);
    add(sums, 20, 10, new byte[600]);
    add(sums, 10, 20, new byte[600]);
    add(sums, 330, 1, new byte[990]);
    Statistics.Sizes sizes = sums.statistics(Map.of()).sizes();
    // 321 values in at most 32 bins take bins of 11.
    assertThat(sizes.width().edges()).startsWith(10.0, 21.0).hasSize(31);
    assertThat(sizes.width().counts()).startsWith(3L, 0L).endsWith(1L).hasSize(30);
    assertThat(sizes.height().counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    assertThat(sizes.aspect().edges().get(0)).isEqualTo(-1.0);
    assertThat(sizes.aspect().counts().get(0)).isEqualTo(1);
  }

  @Test
  void nothingGivesZeros() {
    Statistics statistics = new TrainingSums().statistics(Map.of());
    assertThat(statistics.mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(statistics.sizes().width().counts()).isEmpty();
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

  private static void add(TrainingSums sums, int width, int height, byte[] rgb) {
    sums.add(width, height, new Raster(width, height, rgb));
  }

  /** Covariance times vector is value times vector; vectors are unit; the largest is positive. */
  private static void assertEigen(Statistics statistics) {
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
