package org.polyak.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The metrics against those of scikit-learn and SciPy on the same predictions. */
class ScikitLearnTest {

  private static final Truth TRUTH = Truth.read();

  /** Fixed-point sums round each term to 2^-32. */
  private static final Offset<Double> SUM = within(1e-9);

  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void scoresOfProbabilities() {
    for (int model = 0; model < TRUTH.models(); model++) {
      ProbabilityAccumulator accumulator = new ProbabilityAccumulator(15);
      for (int i = 0; i < TRUTH.examples(); i++) {
        accumulator.add(TRUTH.probabilities(model, i), TRUTH.label(i));
      }
      ProbabilityScores scores = accumulator.scores();
      JsonNode truth = TRUTH.model(model);
      assertThat(scores.negativeLogLikelihood()).isCloseTo(truth.get("logLoss").asDouble(), SUM);
      assertThat(scores.brierScore()).isCloseTo(truth.get("brier").asDouble(), SUM);
      assertThat(scores.expectedCalibrationError())
          .isCloseTo(truth.get("expectedCalibrationError").asDouble(), SUM);
      assertThat(scores.maximumCalibrationError())
          .isCloseTo(truth.get("maximumCalibrationError").asDouble(), SUM);
    }
  }

  @Test
  void averagesOverClasses() {
    for (int model = 0; model < TRUTH.models(); model++) {
      ClassificationMetrics metrics = metrics(model, IntStream.range(0, TRUTH.examples()));
      JsonNode truth = TRUTH.model(model);
      assertThat(1 - metrics.topError(1)).isCloseTo(truth.get("accuracy").asDouble(), EXACT);
      assertThat(metrics.confusion().toString())
          .isEqualTo(truth.get("confusion").toString().replace(",", ", "));
      assertAverages(ClassAverages.macro(metrics.scores()), truth.get("macro"));
      assertAverages(ClassAverages.weighted(metrics.scores()), truth.get("weighted"));
    }
  }

  @Test
  void areasUnderCurves() {
    for (int model = 0; model < TRUTH.models(); model++) {
      JsonNode truth = TRUTH.model(model);
      for (int c = 0; c < Truth.CLASSES; c++) {
        CurvePoints curve = curve(model, c, 0.01, TRUTH.examples());
        assertThat(curve.rocArea()).isCloseTo(truth.get("rocArea").get(c).asDouble(), EXACT);
        assertThat(curve.averagePrecision())
            .isCloseTo(truth.get("averagePrecision").get(c).asDouble(), EXACT);
        assertThat(curve.points().get(0)).isEqualTo(new CurvePoints.Point(0, 0));
        assertThat(curve.points().get(curve.points().size() - 1))
            .isEqualTo(new CurvePoints.Point(curve.positives(), curve.negatives()));
        assertThat(curve(model, c, 2, TRUTH.examples()).points()).isEmpty();
        // In stretches, wherever they end.
        assertThat(curve(model, c, 0.01, 1)).isEqualTo(curve);
        assertThat(curve(model, c, 0.01, 37)).isEqualTo(curve);
      }
    }
  }

  @Test
  void curvesWantFallingScoresAndAllOfThem() {
    ScoredClass both = new ScoredClass(0, 1, 1, 0);
    CurveBuilder builder = new CurveBuilder(both, 0, 0);
    builder.add(0.5, true);
    assertThatThrownBy(() -> builder.add(0.6, false)).hasMessageContaining("0.6 comes after 0.5");
    assertThatThrownBy(() -> CurveStretch.join(both, List.of(builder.stretch())))
        .hasMessageContaining("1 positives and 0 negatives came");
    ScoredClass one = new ScoredClass(0, 1, 0, 0);
    CurveBuilder onlyOneClass = new CurveBuilder(one, 0, 0);
    onlyOneClass.add(0.5, true);
    CurvePoints curve = CurveStretch.join(one, List.of(onlyOneClass.stretch()));
    assertThat(curve.rocArea()).isNaN();
    assertThat(curve.averagePrecision()).isEqualTo(1);
  }

  @Test
  void pairsOfModels() {
    // In parts, and the parts merged.
    Agreement agreement = new Agreement(TRUTH.models());
    Agreement rest = new Agreement(TRUTH.models());
    for (int i = 0; i < TRUTH.examples(); i++) {
      int[] predicted = new int[TRUTH.models()];
      double[] probability = new double[TRUTH.models()];
      for (int m = 0; m < TRUTH.models(); m++) {
        double[] all = TRUTH.probabilities(m, i);
        predicted[m] = ProbabilityAccumulator.predicted(all);
        probability[m] = all[TRUTH.label(i)];
      }
      (i % 3 == 0 ? agreement : rest).add(TRUTH.label(i), predicted, probability);
    }
    agreement.merge(rest);
    for (JsonNode truth : TRUTH.pairs()) {
      int first = truth.get("first").asInt();
      int second = truth.get("second").asInt();
      McNemarTest test = agreement.mcNemar(first, second);
      assertThat(test.onlyFirst()).isEqualTo(truth.get("onlyFirst").asLong());
      assertThat(test.onlySecond()).isEqualTo(truth.get("onlySecond").asLong());
      assertThat(test.exact()).isCloseTo(truth.get("exact").asDouble(), EXACT);
      assertThat(test.corrected()).isCloseTo(truth.get("corrected").asDouble(), EXACT);
      PairAgreement pair = agreement.pair(first, second);
      assertThat(pair.disagreement()).isCloseTo(truth.get("disagreement").asDouble(), EXACT);
      assertThat(pair.errorCorrelation())
          .isCloseTo(truth.get("errorCorrelation").asDouble(), EXACT);
      assertThat(pair.probabilityCorrelation())
          .isCloseTo(truth.get("probabilityCorrelation").asDouble(), within(1e-8));
    }
  }

  @Test
  void modelsThatNeverDifferAreNotTested() {
    assertThat(McNemarTest.of(0, 0)).isEqualTo(new McNemarTest(0, 0, 1, 1));
    assertThat(McNemarTest.of(7, 7).exact()).isEqualTo(1);
  }

  private static CurvePoints curve(int model, int label, double resolution, int length) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, TRUTH.examples()).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> -TRUTH.probabilities(model, i)[label]));
    long positives = order.stream().filter(i -> TRUTH.label(i) == label).count();
    ScoredClass scored =
        new ScoredClass(label, positives, TRUTH.examples() - positives, resolution);
    List<CurveStretch> stretches = new ArrayList<>();
    long truePositives = 0;
    long falsePositives = 0;
    int next = 0;
    while (next < order.size()) {
      CurveBuilder builder = new CurveBuilder(scored, truePositives, falsePositives);
      int end = Math.min(order.size(), next + length);
      // Equal scores stay together.
      while (next < end
          || (next < order.size()
              && TRUTH.probabilities(model, order.get(next))[label]
                  == TRUTH.probabilities(model, order.get(next - 1))[label])) {
        int i = order.get(next++);
        builder.add(TRUTH.probabilities(model, i)[label], TRUTH.label(i) == label);
      }
      stretches.add(builder.stretch());
      truePositives = stretches.get(stretches.size() - 1).truePositives();
      falsePositives = stretches.get(stretches.size() - 1).falsePositives();
    }
    return CurveStretch.join(scored, stretches);
  }

  private static ClassificationMetrics metrics(int model, IntStream examples) {
    MetricsAccumulator accumulator = new MetricsAccumulator(Truth.CLASSES);
    examples.forEach(i -> accumulator.add(TRUTH.probabilities(model, i), TRUTH.label(i)));
    return accumulator.metrics();
  }

  private static void assertAverages(ClassAverages averages, JsonNode truth) {
    assertThat(new double[] {averages.precision(), averages.recall(), averages.f1()})
        .containsExactly(Truth.doubles(truth), EXACT);
  }
}
