package org.polyak.train.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.EpochTrainer.Round;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.divergence.DivergencePolicy.Action;

class DivergenceWatchTest {

  private static final DivergencePolicy TIMES_TEN = new DivergencePolicy(Action.STOP, 10, 0.5, 3);

  @Test
  void aLossThatIsNoNumberNamesTheReplicasAndTheLikelyCause() {
    DivergenceWatch watch = watch(10);
    assertThatThrownBy(() -> watch.check(round(2.3, Double.NaN), 0, 0.1))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the loss of 1 of 2 replicas is not a finite number")
        .hasMessageContaining("in epoch 1, round 3, at a rate of 0.100")
        .hasMessageContaining("too high from the start");
    watch.check(round(2.3, 2.3), 0, 0.1);
    assertThatThrownBy(() -> watch.check(round(2.3, Double.POSITIVE_INFINITY), 0, 0.1))
        .hasMessageContaining("averaging that is too rare");
    assertThatThrownBy(() -> watch.check(round(Double.NaN, Double.NaN), 0, 0.1))
        .hasMessageContaining("a learning rate that is too high");
  }

  @Test
  void aParameterThatIsNoNumberIsNoticedBeforeItsLossIs() {
    for (int place = 0; place < 3; place++) {
      float[][] vectors = {{1, 2}, {3}, {4, 5, 6}};
      vectors[place][0] = place == 1 ? Float.NEGATIVE_INFINITY : Float.NaN;
      ReplicaState state = new ReplicaState(vectors[0], vectors[1], vectors[2]);
      assertThatThrownBy(() -> watch(10).check(round(state, 2.3, 2.3), 0, 0.1))
          .hasMessageContaining("the loss is finite but a parameter is not");
    }
    float[] large = new float[100];
    Arrays.fill(large, Float.MAX_VALUE);
    watch(10).check(round(new ReplicaState(large, large, large), 2.3), 0, 0.1);
  }

  /** Guessing one of ten classes costs ln 10 = 2.303 nats. */
  @Test
  void explodesAtTenTimesTheLossOfGuessing() {
    watch(10).check(round(0.01, 23.02), 0, 0.1);
    assertThatThrownBy(() -> watch(10).check(round(0.01, 23.03), 0, 0.1))
        .hasMessageContaining("the loss of a replica is 23.03, more than 10.00 times the usual");
  }

  @Test
  void aLossThatIsUsuallyLargeMayBeLarger() {
    DivergenceWatch watch = watch(2);
    for (int i = 0; i < DivergencePolicy.WINDOW; i++) {
      watch.check(round(6.0), 0, 0.1);
    }
    watch.check(round(60.0), 0, 0.1);
    assertThatThrownBy(() -> watch.check(round(61.0), 0, 0.1)).hasMessageContaining("usual 6.000");
  }

  @Test
  void remembersTheLastRoundsForASnapshot() {
    DivergenceWatch watch = watch(10);
    for (int i = 1; i <= DivergencePolicy.WINDOW + 2; i++) {
      watch.check(round(i / 8.0), 0, 0.1);
    }
    assertThat(watch.recentLosses())
        .hasSize(DivergencePolicy.WINDOW)
        .startsWith(3 / 8.0)
        .endsWith((DivergencePolicy.WINDOW + 2) / 8.0);
    assertThat(new DivergenceWatch(TIMES_TEN, Math.log(10), watch.recentLosses()).recentLosses())
        .isEqualTo(watch.recentLosses());
  }

  private static DivergenceWatch watch(int classes) {
    return new DivergenceWatch(TIMES_TEN, Math.log(classes), List.of());
  }

  private static Round round(Double... losses) {
    return round(new ReplicaState(), losses);
  }

  private static Round round(ReplicaState state, Double... losses) {
    double mean = List.of(losses).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new Round(
        64, mean, List.of(losses), state, AveragingMemory.NONE, new EpochPosition(3, 192, 0, 0));
  }
}
