package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.train.averaging.WeightedAverage.Member;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Dense;

class WeightedAverageTest {

  private static final Network NETWORK =
      new NetworkBuilder("normalised", new Shape(1, 1, 2))
          .then("bn", new BatchNorm(0.9, 1e-5))
          .then("logits", new Dense(2))
          .build();

  @Test
  void weighsByExamples() {
    ReplicaState average =
        WeightedAverage.of(
            NETWORK,
            List.of(
                new Member(state(1, 10, 0, 1), 1),
                new Member(state(5, 20, 0, 1), 3),
                new Member(state(99, 99, 0, 1), 0)));
    assertThat(average.parameters()).containsOnly(4f);
    assertThat(average.updater()).containsOnly(17.5f);
  }

  @Test
  void oneReplicaStaysItselfToTheBit() {
    Random random = new Random(1);
    float[] parameters = new float[NETWORK.parameterCount()];
    float[] statistics = new float[NETWORK.statisticsCount()];
    for (int trial = 0; trial < 1000; trial++) {
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
      }
      for (int i = 0; i < statistics.length; i++) {
        statistics[i] = random.nextFloat();
      }
      ReplicaState state = new ReplicaState(parameters, parameters, statistics);
      ReplicaState average =
          WeightedAverage.of(NETWORK, List.of(new Member(state, 1 + random.nextInt(1 << 28))));
      assertThat(average.parameters()).isEqualTo(parameters);
      assertThat(average.updater()).isEqualTo(parameters);
      assertThat(average.statistics()).isEqualTo(statistics);
    }
  }

  /** Two populations whose joint variance is computed from their values directly. */
  @Test
  void poolsVariancesAsOfOnePopulation() {
    double[] first = {0, 2};
    double[] second = {10, 10, 13, 15};
    double[] all = {0, 2, 10, 10, 13, 15};
    ReplicaState average =
        WeightedAverage.of(
            NETWORK,
            List.of(
                new Member(state(0, 0, (float) mean(first), (float) variance(first)), 2),
                new Member(state(0, 0, (float) mean(second), (float) variance(second)), 4)));
    float[] statistics = average.statistics();
    assertThat(statistics[0]).isCloseTo((float) mean(all), Offset.offset(1e-5f));
    assertThat(statistics[2]).isCloseTo((float) variance(all), Offset.offset(1e-4f));
    double naive = (2 * variance(first) + 4 * variance(second)) / 6;
    assertThat((double) statistics[2]).isGreaterThan(5 * naive);
  }

  @Test
  void nothingToAverageIsRefused() {
    assertThatThrownBy(() -> WeightedAverage.of(NETWORK, List.of(new Member(state(1, 1, 0, 1), 0))))
        .hasMessage("Cannot average: no replica has seen an example");
  }

  private static ReplicaState state(float parameter, float updater, float mean, float variance) {
    float[] parameters = new float[NETWORK.parameterCount()];
    float[] updaters = new float[NETWORK.parameterCount()];
    java.util.Arrays.fill(parameters, parameter);
    java.util.Arrays.fill(updaters, updater);
    return new ReplicaState(parameters, updaters, new float[] {mean, mean, variance, variance});
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return java.util.Arrays.stream(values)
        .map(v -> (v - mean) * (v - mean))
        .average()
        .orElseThrow();
  }
}
