package org.polyak.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.error.PolyakException;

class MetricsAccumulatorTest {

  private static final double[][] PROBABILITIES = {
    {.7, .2, .1},
    {.1, .6, .3},
    {.3, .3, .4},
    {.25, .5, .25},
    {.05, .05, .9},
    {.5, .4, .1},
    {.2, .2, .6},
    {1, 0, 0},
  };
  private static final int[] LABELS = {0, 1, 1, 0, 2, 1, 2, 2};

  /** scikit-learn 1.9.1 over the eight rows above. */
  @Test
  void agreesWithScikitLearn() {
    ClassificationMetrics metrics = small().metrics();

    // 1 - accuracy_score, 1 - top_k_accuracy_score(k=2)
    assertThat(metrics.topError(1)).isEqualTo(0.5);
    // brier_score_loss(scale_by_half=False)
    assertThat(metrics.brierScore()).isCloseTo(0.6112500000000001, within(1e-9));
    // confusion_matrix
    assertThat(metrics.confusion())
        .isEqualTo(new ConfusionMatrix(new long[][] {{1, 1, 0}, {1, 1, 1}, {1, 0, 2}}));
    // precision_recall_fscore_support
    assertThat(metrics.scores()).extracting(ClassScore::support).containsExactly(2L, 3L, 3L);
    assertThat(metrics.scores())
        .extracting(ClassScore::precision)
        .containsExactly(1.0 / 3, 0.5, 2.0 / 3);
    assertThat(metrics.scores())
        .extracting(ClassScore::recall)
        .containsExactly(0.5, 1.0 / 3, 2.0 / 3);
    assertThat(metrics.scores())
        .extracting(ClassScore::f1)
        .containsExactly(2.0 / 5, 2.0 / 5, 2.0 / 3);
    // numpy: -log(clip(p, 1e-15, 1)).mean()
    assertThat(metrics.negativeLogLikelihood()).isCloseTo(4.9411276249199005, within(1e-9));
  }

  /** log_loss of scikit-learn 1.9.1 over the first seven rows: none is clamped. */
  @Test
  void logLikelihoodAgreesWithScikitLearn() {
    MetricsAccumulator accumulator = new MetricsAccumulator(3);
    for (int row = 0; row < 7; row++) {
      accumulator.add(PROBABILITIES[row], LABELS[row]);
    }
    assertThat(accumulator.metrics().negativeLogLikelihood())
        .isCloseTo(0.7128920863497887, within(1e-9));
  }

  @Test
  void amongEqualProbabilitiesTheSmallerLabelComesFirst() {
    MetricsAccumulator accumulator = new MetricsAccumulator(4);
    accumulator.add(new double[] {.25, .25, .25, .25}, 2);
    ClassificationMetrics metrics = accumulator.metrics();
    assertThat(metrics.ranks()).containsExactly(0L, 0L, 1L, 0L);
    assertThat(metrics.confusion().count(2, 0)).isEqualTo(1);
    assertThat(metrics.topErrors(2)).isEqualTo(1);
    assertThat(metrics.topErrors(3)).isZero();
  }

  @Test
  void topFiveOfThreeClassesIsTopThree() {
    ClassificationMetrics metrics = small().metrics();
    assertThat(metrics.topError(5)).isEqualTo(metrics.topError(3)).isZero();
    assertThatThrownBy(() -> metrics.topError(0)).hasMessageContaining("k is 0");
  }

  /** Worked by hand: the bins (1/3, 0.4], (0.4, 0.4666], … of width 1/15. */
  @Test
  void calibrationByHand() {
    MetricsAccumulator accumulator = new MetricsAccumulator(2);
    accumulator.add(new double[] {0.9, 0.1}, 0);
    accumulator.add(new double[] {0.92, 0.08}, 1);
    accumulator.add(new double[] {1.0, 0.0}, 0);
    accumulator.add(new double[] {0.5, 0.5}, 0);
    ClassificationMetrics metrics = accumulator.metrics();
    // (13/15, 14/15] holds 0.9 right and 0.92 wrong: |0.5 - 0.91| * 2 = 0.82; 1.0 right adds 0;
    // 0.5 right adds 0.5.
    assertThat(metrics.expectedCalibrationError()).isCloseTo((0.82 + 0.5) / 4, within(1e-9));
    assertThat(metrics.calibration()).hasSize(15);
    CalibrationBin bin = metrics.calibration().get(13);
    assertThat(bin.examples()).isEqualTo(2);
    assertThat(bin.accuracy()).isEqualTo(0.5);
    assertThat(bin.confidence()).isCloseTo(0.91, within(1e-9));
    assertThat(metrics.calibration().get(0).accuracy()).isNaN();
  }

  @Test
  void anythingThatCannotBeDividedIsNaN() {
    MetricsAccumulator accumulator = new MetricsAccumulator(3);
    accumulator.add(new double[] {1, 0, 0}, 1);
    List<ClassScore> scores = accumulator.metrics().scores();
    assertThat(scores.get(0)).isEqualTo(new ClassScore(0, 0, 1, 0, Double.NaN, 0));
    assertThat(scores.get(1)).isEqualTo(new ClassScore(1, 1, 0, Double.NaN, 0, 0));
    assertThat(scores.get(2))
        .isEqualTo(new ClassScore(2, 0, 0, Double.NaN, Double.NaN, Double.NaN));
  }

  @ParameterizedTest
  @CsvSource({"2, 500, 1", "10, 4000, 2", "1, 20, 3", "37, 700, 4"})
  void agreesWithASlowSecondImplementation(int classes, int examples, long seed) {
    List<Labelled> all = random(classes, examples, seed);
    MetricsAccumulator accumulator = new MetricsAccumulator(classes);
    all.forEach(one -> accumulator.add(one.probabilities, one.label));
    ClassificationMetrics metrics = accumulator.metrics();

    for (int k = 1; k <= classes + 1; k++) {
      int limit = k;
      long errors =
          all.stream().filter(one -> !one.order().limit(limit).contains(one.label)).count();
      assertThat(metrics.topErrors(k)).as("top-%d", k).isEqualTo(errors);
    }
    BigDecimal likelihood = BigDecimal.ZERO;
    BigDecimal brier = BigDecimal.ZERO;
    for (Labelled one : all) {
      likelihood =
          likelihood.subtract(
              new BigDecimal(Math.log(Math.max(1e-15, one.probabilities[one.label]))));
      for (int c = 0; c < classes; c++) {
        BigDecimal truth = c == one.label ? BigDecimal.ONE : BigDecimal.ZERO;
        brier = brier.add(new BigDecimal(one.probabilities[c]).subtract(truth).pow(2));
      }
    }
    BigDecimal n = BigDecimal.valueOf(examples);
    assertThat(metrics.negativeLogLikelihood())
        .isCloseTo(likelihood.divide(n, MathContext.DECIMAL64).doubleValue(), within(2e-10));
    assertThat(metrics.brierScore())
        .isCloseTo(brier.divide(n, MathContext.DECIMAL64).doubleValue(), within(2e-10));
    assertThat(metrics.expectedCalibrationError()).isCloseTo(slowCalibration(all), within(1e-9));
    for (int t = 0; t < classes; t++) {
      for (int p = 0; p < classes; p++) {
        int truth = t;
        int guess = p;
        assertThat(metrics.confusion().count(t, p))
            .isEqualTo(
                all.stream()
                    .filter(one -> one.label == truth && one.order().first() == guess)
                    .count());
      }
    }
  }

  @Test
  void anyPartitioningAndOrderGivesTheSameBits() throws Exception {
    List<Labelled> all = new ArrayList<>(random(10, 3000, 5));
    MetricsAccumulator whole = new MetricsAccumulator(10);
    all.forEach(one -> whole.add(one.probabilities, one.label));
    ClassificationMetrics expected = whole.metrics();
    Random random = new Random(6);
    for (int parts = 1; parts <= 12; parts++) {
      Collections.shuffle(all, random);
      List<MetricsAccumulator> accumulators = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        accumulators.add(new MetricsAccumulator(10));
      }
      for (Labelled one : all) {
        accumulators.get(random.nextInt(parts)).add(one.probabilities, one.label);
      }
      MetricsAccumulator merged = new MetricsAccumulator(10);
      for (MetricsAccumulator accumulator : accumulators) {
        merged.merge(throughBytes(accumulator));
      }
      assertThat(merged.examples()).isEqualTo(3000);
      assertThat(merged.metrics()).isEqualTo(expected);
      assertThat(throughBytes(merged.metrics())).isEqualTo(expected);
    }
  }

  @Test
  void floatsAndDoublesAgree() {
    MetricsAccumulator floats = new MetricsAccumulator(3);
    MetricsAccumulator doubles = new MetricsAccumulator(3);
    floats.add(new float[] {.5f, .25f, .25f}, 1);
    doubles.add(new double[] {.5, .25, .25}, 1);
    assertThat(floats.metrics()).isEqualTo(doubles.metrics());
  }

  @Test
  void sumsThatNoLongerFitAreAnErrorAndNotWrong() {
    FixedPointSum sum = new FixedPointSum();
    sum.add(0x1p30);
    assertThatThrownBy(() -> sum.add(0x1.8p30)).isInstanceOf(ArithmeticException.class);
    assertThat(sum.mean(1)).isEqualTo(0x1p30);
  }

  @Test
  void refusesWhatIsNoPrediction() {
    MetricsAccumulator accumulator = new MetricsAccumulator(2);
    assertThatThrownBy(accumulator::metrics)
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> accumulator.add(new double[] {1}, 0))
        .isInstanceOf(PolyakException.class)
        .hasMessage("Prediction with 1 probabilities, expected 2");
    assertThatThrownBy(() -> accumulator.add(new double[] {Double.NaN, 1}, 0))
        .hasMessage("Probability of class 0 is NaN, expected 0 to 1");
    assertThatThrownBy(() -> accumulator.add(new double[] {1.2, -.2}, 0))
        .hasMessage("Probability of class 0 is 1.2, expected 0 to 1");
    assertThatThrownBy(() -> accumulator.add(new double[] {.3, .3}, 0))
        .hasMessage("Probabilities with sum 0.6, expected 1");
    assertThatThrownBy(() -> accumulator.add(new double[] {.5, .5}, 2))
        .hasMessage("Label 2, expected 0 to 1");
    assertThatThrownBy(() -> accumulator.merge(new MetricsAccumulator(3)))
        .hasMessage("Cannot merge 3 classes into 2");
    assertThat(accumulator.examples()).isZero();
  }

  private static MetricsAccumulator small() {
    MetricsAccumulator accumulator = new MetricsAccumulator(3);
    for (int row = 0; row < LABELS.length; row++) {
      accumulator.add(PROBABILITIES[row], LABELS[row]);
    }
    return accumulator;
  }

  private record Labelled(double[] probabilities, int label) {

    /** Labels by falling probability, equal ones by label. */
    Order order() {
      return new Order(
          IntStream.range(0, probabilities.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer c) -> -probabilities[c]))
              .toList());
    }
  }

  private record Order(List<Integer> labels) {

    int first() {
      return labels.get(0);
    }

    List<Integer> limit(int k) {
      return labels.subList(0, Math.min(k, labels.size()));
    }
  }

  private static List<Labelled> random(int classes, int examples, long seed) {
    Random random = new Random(seed);
    List<Labelled> all = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      // Steep ones too, so that likelihoods are clamped; coarse ones, so that there are ties.
      double steepness = i % 3 == 0 ? 40 : 2;
      double[] weights = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        weights[c] =
            i % 5 == 0 ? 1 + random.nextInt(3) : Math.exp(steepness * random.nextGaussian());
        sum += weights[c];
      }
      for (int c = 0; c < classes; c++) {
        weights[c] /= sum;
      }
      all.add(new Labelled(weights, random.nextInt(classes)));
    }
    return all;
  }

  private static double slowCalibration(List<Labelled> all) {
    double error = 0;
    for (int bin = 0; bin < 15; bin++) {
      double low = bin / 15.0;
      double high = (bin + 1) / 15.0;
      List<Labelled> inside =
          all.stream()
              .filter(one -> one.probabilities[one.order().first()] > low)
              .filter(one -> one.probabilities[one.order().first()] <= high || high == 1)
              .toList();
      double correct = inside.stream().filter(one -> one.order().first() == one.label).count();
      double confidence =
          inside.stream().mapToDouble(one -> one.probabilities[one.order().first()]).sum();
      error += Math.abs(correct - confidence) / all.size();
    }
    return error;
  }

  @SuppressWarnings("unchecked") // The object is of the class that was written.
  private static <T> T throughBytes(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
