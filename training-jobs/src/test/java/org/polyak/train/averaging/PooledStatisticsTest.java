package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Dense;

class PooledStatisticsTest {

  private static final Network NETWORK =
      new NetworkBuilder("normalised", new Shape(1, 1, 2))
          .then("bn", new BatchNorm(0.9, 1e-5))
          .then("logits", new Dense(2))
          .build();

  @Test
  void oneReplicaStaysItselfToTheBit() {
    Random random = new Random(1);
    for (int trial = 0; trial < 1000; trial++) {
      float[] own = new float[NETWORK.statisticsCount()];
      for (int i = 0; i < own.length; i++) {
        own[i] = random.nextFloat();
      }
      double[] weights = {1 + random.nextInt(1 << 28)};
      assertThat(PooledStatistics.of(NETWORK, List.of(own), weights)).isEqualTo(own);
    }
  }

  /** Two populations whose joint variance is computed from their values directly. */
  @Test
  void poolsVariancesAsOfOnePopulation() {
    double[] first = {0, 2};
    double[] second = {10, 10, 13, 15};
    double[] all = {0, 2, 10, 10, 13, 15};
    float[] unseen = {1e9f, 1e9f, 1e9f, 1e9f};
    float[] pooled =
        PooledStatistics.of(
            NETWORK,
            List.of(statistics(first), statistics(second), unseen),
            new double[] {2, 4, 0});
    assertThat(pooled[0]).isCloseTo((float) mean(all), Offset.offset(1e-5f));
    assertThat(pooled[2]).isCloseTo((float) variance(all), Offset.offset(1e-4f));
    double naive = (2 * variance(first) + 4 * variance(second)) / 6;
    assertThat((double) pooled[2]).isGreaterThan(5 * naive);
  }

  private static float[] statistics(double[] values) {
    float mean = (float) mean(values);
    float variance = (float) variance(values);
    return new float[] {mean, mean, variance, variance};
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }
}
