package org.polyak.train.reduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.train.TrainingFixture;

class ReductionTest {

  private static final int[] LENGTHS = {1000, 0, 77};

  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    spark = TrainingFixture.spark("local[3]");
  }

  @AfterAll
  static void stopSpark() {
    TrainingFixture.stop();
  }

  /** Chunks that divide by nothing, more and fewer partitions than replicas. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1",
    "FLOAT32, 3, 3",
    "FLOAT32, 5, 2",
    "FLOAT16, 5, 2",
    "FLOAT16, 1, 1",
    "BFLOAT16, 5, 5"
  })
  void chunksGiveTheBitsOfCollecting(Wire wire, int replicas, int partitions) {
    Reduced<String> collected =
        new CollectReduction(wire).reduce(made(replicas, partitions), vectors(99));
    for (int chunk : new int[] {13, 1000, 4096}) {
      Reduced<String> chunked =
          new ChunkReduction(wire, chunk).reduce(made(replicas, replicas), vectors(99));
      assertThat(chunked.means()).isDeepEqualTo(collected.means());
      assertThat(chunked.notes()).isEqualTo(collected.notes());
    }
    assertThat(collected.notes())
        .isEqualTo(IntStream.range(0, replicas).mapToObj(r -> "note " + r).toList());
  }

  /** Against the formula, written out in double precision. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 6e-8", "FLOAT16, 5e-4", "BFLOAT16, 4e-3"})
  void isTheWeightedMean(Wire wire, double relative) {
    float[][] means = new CollectReduction(wire).reduce(made(5, 5), vectors(99)).means();
    float[][] base = vectors(99);
    for (int v = 0; v < LENGTHS.length; v++) {
      for (int i = 0; i < LENGTHS[v]; i++) {
        double sum = 0;
        double total = 0;
        double size = 0;
        for (int r = 0; r < 5; r++) {
          float x = vectors(r)[v][i];
          sum += weight(r) * x;
          total += weight(r);
          size = Math.max(size, Math.abs(wire.isDifference() ? x - base[v][i] : x));
        }
        // One more rounding, to float, where differences are added to what they differ from.
        double rest = wire.isDifference() ? 6e-8 * Math.abs(sum / total) : 0;
        assertThat(Math.abs(means[v][i] - sum / total)).isLessThanOrEqualTo(relative * size + rest);
      }
    }
  }

  @Test
  void oneReplicaStaysItselfToTheBit() {
    assertThat(new CollectReduction(Wire.FLOAT32).reduce(made(1, 1), vectors(99)).means())
        .isDeepEqualTo(vectors(0));
  }

  /**
   * Why 16 bits are refused for the state of Adam and its kind: a mean of squares with decay 0.9,
   * 80 steps after gradients have vanished. Its difference is rounded to beyond what it differs
   * from, and the root of what is left is not a number.
   */
  @Test
  void aFadingMeanOfSquaresBecomesNegativeIn16Bits() {
    float before = 1.006f;
    float after = (float) (before * Math.pow(0.9, 80));
    assertThat(after).isPositive();
    JavaRDD<Contribution<String>> one =
        spark
            .parallelize(List.of(0))
            .map(
                r ->
                    new Contribution<>(
                        r, 1, new float[][] {{after}}, new float[][] {{before}}, ""));
    float[][] base = {{before}};
    assertThat(new CollectReduction(Wire.FLOAT32).reduce(one, base).means()[0][0]).isEqualTo(after);
    assertThat(new CollectReduction(Wire.BFLOAT16).reduce(one, base).means()[0][0]).isNegative();
  }

  @Test
  void nothingToAverageIsRefused() {
    JavaRDD<Contribution<String>> unseen =
        made(2, 2).map(c -> new Contribution<>(c.replica(), 0, c.vectors(), c.base(), c.note()));
    assertThatThrownBy(() -> new CollectReduction(Wire.FLOAT32).reduce(unseen, vectors(99)))
        .hasMessage("Cannot average: no replica has seen an example");
    assertThatThrownBy(() -> new ChunkReduction(Wire.FLOAT32, 64).reduce(unseen, vectors(99)))
        .hasMessageContaining("Cannot average: no replica has seen an example");
  }

  @Test
  void arrivalsAreEachElementOnce() {
    List<Integer> seen = new ArrayList<>();
    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    Arrivals.forEach(spark.parallelize(all, 7), seen::add);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    assertThatThrownBy(
            () ->
                Arrivals.forEach(
                    spark.parallelize(all, 7),
                    i -> {
                      throw new IllegalStateException("No room for " + i);
                    }))
        .hasStackTraceContaining("No room for");
  }

  @Test
  void chunksShrinkWithTheNumberOfReplicas() {
    assertThat(ChunkReduction.of(Wire.FLOAT32, 2).chunk()).isEqualTo(1 << 20);
    assertThat(ChunkReduction.of(Wire.FLOAT32, 64).chunk()).isEqualTo(1 << 18);
    assertThat(ChunkReduction.of(Wire.FLOAT32, 4096).chunk()).isEqualTo(1 << 14);
  }

  private static JavaRDD<Contribution<String>> made(int replicas, int partitions) {
    List<Integer> numbers =
        IntStream.range(0, replicas).map(r -> replicas - 1 - r).boxed().toList();
    return spark.parallelize(numbers, partitions).map(new Make());
  }

  private record Make()
      implements org.apache.spark.api.java.function.Function<Integer, Contribution<String>>,
          Serializable {
    @Override
    public Contribution<String> call(Integer r) {
      return new Contribution<>(r, weight(r), vectors(r), vectors(99), "note " + r);
    }
  }

  /** The third has seen nothing, and what it holds must not count. */
  private static long weight(int replica) {
    return replica == 2 ? 0 : 100 + 37 * replica;
  }

  private static float[][] vectors(int seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[LENGTHS.length][];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = new float[LENGTHS[v]];
      for (int i = 0; i < LENGTHS[v]; i++) {
        vectors[v][i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 3));
      }
    }
    return vectors;
  }
}
