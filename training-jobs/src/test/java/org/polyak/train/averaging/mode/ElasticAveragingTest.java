package org.polyak.train.averaging.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ElasticAveragingTest {

  /** By hand: alpha = 0.6 / 3 = 0.2; forces 0.2 * (1, 4, -2) on a centre at 1. */
  @Test
  void isThePapersRuleForEqualReplicas() {
    float[] centre = {1};
    List<float[]> replicas = List.of(new float[] {2}, new float[] {5}, new float[] {-1});
    ElasticAveraging.exchange(0.6, centre, replicas, new long[] {10, 10, 10});
    assertThat(centre[0]).isCloseTo(1.6f, Offset.offset(1e-6f));
    assertThat(replicas.get(0)[0]).isCloseTo(1.8f, Offset.offset(1e-6f));
    assertThat(replicas.get(1)[0]).isCloseTo(4.2f, Offset.offset(1e-6f));
    assertThat(replicas.get(2)[0]).isCloseTo(-0.6f, Offset.offset(1e-6f));
  }

  @Test
  void equalReplicasAtTheCentreStayThereToTheBit() {
    float[] centre = {0.1f, -3e-8f, 1e20f};
    float[] before = centre.clone();
    List<float[]> replicas = List.of(centre.clone(), centre.clone());
    ElasticAveraging.exchange(0.9, centre, replicas, new long[] {7, 3});
    assertThat(centre).isEqualTo(before);
    assertThat(replicas.get(0)).isEqualTo(before);
    assertThat(replicas.get(1)).isEqualTo(before);
  }

  /** What the centre gains the replicas lose; who has seen nothing neither pulls nor is pulled. */
  @Test
  void theSumOfAllStays() {
    float[] centre = {0.5f};
    List<float[]> replicas = List.of(new float[] {3}, new float[] {-7}, new float[] {100});
    ElasticAveraging.exchange(0.8, centre, replicas, new long[] {3, 1, 0});
    assertThat(replicas.get(2)[0]).isEqualTo(100);
    assertThat(centre[0] + replicas.get(0)[0] + replicas.get(1)[0])
        .isCloseTo(0.5f + 3 - 7, Offset.offset(1e-5f));
    assertThat(centre[0]).isCloseTo(0.5f + 0.6f * 2.5f - 0.2f * 7.5f, Offset.offset(1e-5f));
  }

  /**
   * Replicas that pull with gradients h (x - m_r) towards minima of their own: the centre comes to
   * rest at the mean of the minima, and each replica between it and its own minimum, where both
   * forces are equal.
   */
  @Test
  void restsWhereForcesAreEqual() {
    double[] minima = {-1, 2, 5};
    double rate = 0.1;
    double beta = 0.9;
    float[] centre = {10};
    List<float[]> replicas = List.of(new float[] {10}, new float[] {10}, new float[] {10});
    for (int round = 0; round < 500; round++) {
      for (int r = 0; r < 3; r++) {
        replicas.get(r)[0] -= (float) (rate * (replicas.get(r)[0] - minima[r]));
      }
      ElasticAveraging.exchange(beta, centre, replicas, new long[] {1, 1, 1});
    }
    assertThat(centre[0]).isCloseTo(2, Offset.offset(1e-4f));
    double alpha = beta / 3;
    for (int r = 0; r < 3; r++) {
      // x = (1 - alpha) (x - rate (x - m)) + alpha z, solved for x.
      double kept = (1 - alpha) * (1 - rate);
      double expected = ((1 - alpha) * rate * minima[r] + alpha * 2) / (1 - kept);
      assertThat((double) replicas.get(r)[0]).isCloseTo(expected, Offset.offset(1e-3));
    }
  }
}
