package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochPlanTest {

  /** Sizes that divide by nothing, more batches than rounds, one step, one example a replica. */
  @ParameterizedTest
  @CsvSource({
    "45000, 2, 64, 8",
    "1009, 3, 32, 5",
    "1009, 7, 10, 1",
    "7, 7, 4, 3",
    "8, 3, 1, 2",
    "129, 2, 64, 100",
    "130, 2, 64, 1"
  })
  void everyExampleIsTakenExactlyOnceAnEpoch(long examples, int replicas, int batch, int period) {
    EpochPlan plan = new EpochPlan(examples, replicas, batch, period);
    BitSet taken = new BitSet();
    for (int replica = 0; replica < replicas; replica++) {
      int[] order = EpochOrder.of(5, 2, replica, plan.size(replica));
      for (int round = 0; round < plan.rounds(); round++) {
        for (int step = plan.firstStep(replica, round);
            step < plan.firstStep(replica, round + 1);
            step++) {
          assertThat(plan.batch(replica, step)).isBetween(1, batch);
          for (int i = 0; i < plan.batch(replica, step); i++) {
            int position = (int) (plan.first(replica) + order[plan.firstExample(step) + i]);
            assertThat(taken.get(position)).as("position %d", position).isFalse();
            taken.set(position);
          }
        }
      }
    }
    assertThat(taken.cardinality()).isEqualTo((int) examples);
  }

  @Test
  void progressCountsTheExamplesOfAllReplicas() {
    EpochPlan plan = new EpochPlan(10, 2, 3, 1);
    assertThat(plan.seenAfter(0)).isZero();
    assertThat(plan.seenAfter(1)).isEqualTo(6);
    assertThat(plan.seenAfter(2)).isEqualTo(10);
    assertThat(plan.rounds()).isEqualTo(2);
  }

  @Test
  void ordersDifferByEpochReplicaAndSeedAndRepeat() {
    int[] order = EpochOrder.of(1, 0, 0, 1000);
    assertThat(EpochOrder.of(1, 0, 0, 1000)).isEqualTo(order);
    assertThat(EpochOrder.of(2, 0, 0, 1000)).isNotEqualTo(order);
    assertThat(EpochOrder.of(1, 1, 0, 1000)).isNotEqualTo(order);
    assertThat(EpochOrder.of(1, 0, 1, 1000)).isNotEqualTo(order);
    assertThat(order)
        .containsExactlyInAnyOrder(java.util.stream.IntStream.range(0, 1000).toArray());
  }

  @Test
  void fewerExamplesThanReplicasAreRefused() {
    assertThatThrownBy(() -> new EpochPlan(3, 4, 1, 1))
        .hasMessage("Cannot divide 3 examples among 4 replicas");
  }
}
