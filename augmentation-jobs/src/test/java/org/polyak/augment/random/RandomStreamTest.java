package org.polyak.augment.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {

  private static final int DRAWS = 90_000;

  @Test
  void wordsAreTheBlocksOfTheDocumentedCounter() {
    long seed = 0x1122334455667788L;
    long key = 0x99aabbccddeeff00L;
    RandomStream stream = RandomStream.of(seed, 5, key, 7);
    int[] block = new int[Philox.WORDS];
    for (int i = 0; i < 3; i++) {
      Philox.block(i, 5 * 4096 + 7, 0xddeeff00, 0x99aabbcc, 0x55667788, 0x11223344, block);
      for (int word : block) {
        assertThat(stream.nextInt()).isEqualTo(word);
      }
    }
  }

  @Test
  void aStreamDoesNotDependOnWhatWasDrawnBefore() {
    double expected = RandomStream.of(1, 2, 3, 4).nextDouble();
    RandomStream used = RandomStream.of(9, 8, 7, 6);
    used.nextGaussian();
    used.nextInt(10);
    used.restart(1, 2, 3, 4);
    assertThat(used.nextDouble()).isEqualTo(expected);
  }

  @Test
  void everyPartOfTheNameMakesAnotherStream() {
    long[] seeds = {0, 1, -1, 1L << 32, Long.MIN_VALUE};
    long[] epochs = {0, 1, RandomStream.EPOCHS - 1};
    int[] indices = {0, 1, RandomStream.INDICES - 1};
    Set<Long> firsts = new HashSet<>();
    for (long seed : seeds) {
      for (long epoch : epochs) {
        for (long key : seeds) {
          for (int index : indices) {
            RandomStream stream = RandomStream.of(seed, epoch, key, index);
            firsts.add((long) stream.nextInt() << 32 | (stream.nextInt() & 0xFFFFFFFFL));
          }
        }
      }
    }
    assertThat(firsts).hasSize(seeds.length * epochs.length * seeds.length * indices.length);
  }

  /**
   * Pearson's statistic of n cells has mean n - 1 and variance 2 (n - 1); it may lie 5 deviations
   * from its mean. Both ways of using streams are counted: many draws of one, the first of many.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 10, 100})
  void boundedNumbersAreUniform(int bound) {
    RandomStream one = RandomStream.of(1, 0, 42, 0);
    int[] within = new int[bound];
    int[] across = new int[bound];
    RandomStream many = new RandomStream();
    for (int i = 0; i < DRAWS; i++) {
      within[one.nextInt(bound)]++;
      many.restart(1, 0, i, 0);
      across[many.nextInt(bound)]++;
    }
    double limit = 5 * Math.sqrt(2.0 * (bound - 1));
    assertThat(Math.abs(chiSquare(within) - (bound - 1))).isLessThan(limit);
    assertThat(Math.abs(chiSquare(across) - (bound - 1))).isLessThan(limit);
  }

  /** With a bound of 3/4 of all words, taking words modulo the bound would favour the low third. */
  @Test
  void bigBoundsAreUnbiased() {
    int bound = 3 << 29;
    int[] thirds = new int[3];
    RandomStream stream = RandomStream.of(1, 0, 0, 0);
    for (int i = 0; i < DRAWS; i++) {
      thirds[stream.nextInt(bound) / (1 << 29)]++;
    }
    assertThat(Math.abs(chiSquare(thirds) - 2)).isLessThan(10);
  }

  @Test
  void fractionsAreUniformAndBelowOne() {
    RandomStream stream = RandomStream.of(3, 0, 0, 0);
    int[] floats = new int[64];
    int[] doubles = new int[64];
    for (int i = 0; i < DRAWS; i++) {
      float f = stream.nextFloat();
      double d = stream.nextDouble();
      assertThat(f >= 0 && f < 1 && d >= 0 && d < 1).isTrue();
      floats[(int) (f * 64)]++;
      doubles[(int) (d * 64)]++;
    }
    double limit = 5 * Math.sqrt(2.0 * 63);
    assertThat(Math.abs(chiSquare(floats) - 63)).isLessThan(limit);
    assertThat(Math.abs(chiSquare(doubles) - 63)).isLessThan(limit);
  }

  /** Moments of the normal distribution: 0, 1, 0, 3, with variances 1, 2, 15 and 96 over n. */
  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    RandomStream stream = RandomStream.of(4, 0, 0, 0);
    double[] moments = new double[4];
    for (int i = 0; i < DRAWS; i++) {
      double x = stream.nextGaussian();
      moments[0] += x / DRAWS;
      moments[1] += x * x / DRAWS;
      moments[2] += x * x * x / DRAWS;
      moments[3] += x * x * x * x / DRAWS;
    }
    double[] expected = {0, 1, 0, 3};
    double[] variances = {1, 2, 15, 96};
    for (int i = 0; i < moments.length; i++) {
      assertThat(Math.abs(moments[i] - expected[i]))
          .as("moment %d", i + 1)
          .isLessThan(4 * Math.sqrt(variances[i] / DRAWS));
    }
  }

  @Test
  void probabilitiesZeroAndOneAreCertain() {
    RandomStream stream = RandomStream.of(5, 0, 0, 0);
    for (int i = 0; i < 1000; i++) {
      assertThat(stream.nextBoolean(0)).isFalse();
      assertThat(stream.nextBoolean(1)).isTrue();
      assertThat(stream.nextInt(1)).isZero();
    }
  }

  @Test
  void refusesWhatTheCounterCannotHold() {
    assertThatThrownBy(() -> RandomStream.of(0, RandomStream.EPOCHS, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid epoch: 1048576 (expected 0 to 1048575)");
    assertThatThrownBy(() -> RandomStream.of(0, 0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid index: -1 (expected 0 to 4095)");
    assertThatThrownBy(() -> RandomStream.of(0, 0, 0, 0).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid bound: 0 (expected 1 or more)");
  }

  private static double chiSquare(int[] counts) {
    double expected = (double) DRAWS / counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
