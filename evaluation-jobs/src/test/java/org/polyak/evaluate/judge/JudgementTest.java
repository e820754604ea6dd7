package org.polyak.evaluate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.combine.Fitting;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.combine.Rule;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.metric.Truth;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;
import org.polyak.evaluate.report.CandidateKind;
import org.polyak.pipeline.stage.Json;

/** The whole judgement on Spark, on predictions of which scikit-learn's figures are known. */
class JudgementTest {

  private static final Truth TRUTH = Truth.read();
  private static SparkSession session;
  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stopSpark() {
    session.stop();
  }

  @Test
  void figuresAreThoseOfScikitLearn() {
    List<Contender> contenders = contenders();
    Halves halves = new Halves(1, false);
    JavaRDD<Prediction> predictions = spark.parallelize(predictions(), 3);
    double[][] inverses = TemperatureFit.inverses(predictions, contenders, halves);
    Judgement judgement =
        Judgement.of(predictions, plan(contenders, inverses, halves), List.of(0, 1, 2));
    List<List<CurvePoints>> curves =
        ClassCurves.of(
            session, predictions, contenders, halves, judgement.verdicts().get(0).metrics(), 1);
    for (int m = 0; m < TRUTH.models(); m++) {
      // Probabilities are floats here.
      assertThat(judgement.verdicts().get(m).metrics().brierScore())
          .isCloseTo(TRUTH.model(m).get("brier").asDouble(), within(1e-6));
      assertThat(inverses[m][1])
          .isCloseTo(TRUTH.model(m).get("inverseTemperature").asDouble(), within(1e-5));
      for (int c = 0; c < Truth.CLASSES; c++) {
        assertThat(curves.get(m).get(c).rocArea())
            .isCloseTo(TRUTH.model(m).get("rocArea").get(c).asDouble(), within(1e-9));
        assertThat(curves.get(m).get(c).averagePrecision())
            .isCloseTo(TRUTH.model(m).get("averagePrecision").get(c).asDouble(), within(1e-9));
      }
    }
    assertThat(curves.get(1).get(0).points()).hasSizeGreaterThan(10);
    assertThat(curves.get(0).get(0).points()).isEmpty();
    assertThat(judgement.pairs()).hasSize(3);
    assertThat(judgement.pairs().get(0).disagreement())
        .isCloseTo(TRUTH.pairs().get(0).get("disagreement").asDouble(), within(1e-12));
    // Images of 100x100 and 200x100 pixels in turns.
    assertThat(judgement.sizes()).extracting("fewestPixels").containsExactly(8192, 16384);
    assertThat(judgement.sizes()).extracting("images").containsExactly(200L, 200L);
  }

  /** Other partitions, another order: the same bits of everything. */
  @Test
  void partitionsMakeNoDifference() {
    List<Prediction> shuffled = new ArrayList<>(predictions());
    Collections.shuffle(shuffled, new Random(3));
    assertThat(judged(spark.parallelize(shuffled, 7)))
        .isEqualTo(judged(spark.parallelize(predictions(), 1)));
  }

  private static String judged(JavaRDD<Prediction> predictions) {
    Halves halves = new Halves(5, true);
    List<Contender> fitted = new Fits(halves, 20).fit(predictions, contenders());
    double[][] inverses = TemperatureFit.inverses(predictions, fitted, halves);
    Judgement judgement =
        Judgement.of(predictions, plan(fitted, inverses, halves), List.of(0, 1, 2));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fitted.size(); i++) {
      text.append(fitted.get(i).combination().weights());
      text.append(judgement.verdicts().get(i)).append('\n');
    }
    List<List<CurvePoints>> curves =
        ClassCurves.of(
            session, predictions, fitted, halves, judgement.verdicts().get(0).metrics(), 3);
    return text + Json.text(curves) + Json.text(judgement.pairs()) + Json.text(judgement.sizes());
  }

  /** No image is judged by what it was fitted on: its half gets the other's weights. */
  @Test
  void halvesAreFittedCrosswise() {
    Halves halves = new Halves(5, true);
    // In half 0 the first column is right, in half 1 the second.
    List<Prediction> split = new ArrayList<>();
    org.polyak.augment.random.ImageKeys keys = new org.polyak.augment.random.ImageKeys();
    for (int i = 0; i < 100; i++) {
      boolean second = halves.of(keys, "image-" + i) == 1;
      float[] right = {0.9f, 0.1f};
      float[] wrong = {0.1f, 0.9f};
      split.add(
          new Prediction(
              "image-" + i,
              0,
              8,
              8,
              new float[][] {second ? wrong : right, second ? right : wrong}));
    }
    Contender contender =
        new Contender(
            "both",
            CandidateKind.SNAPSHOT_ENSEMBLE,
            Combination.equal(Rule.MEAN_PROBABILITIES, List.of(0, 1)),
            Fitting.LIKELIHOOD,
            List.of("a", "b"),
            "centre",
            "");
    Contender fitted =
        new Fits(halves, 20).fit(spark.parallelize(split, 2), List.of(contender)).get(0);
    assertThat(fitted.combination().weights())
        .isEqualTo(List.of(List.of(0.0, 1.0), List.of(1.0, 0.0)));
    assertThat(fitted.used()).containsExactly(0, 1);
  }

  private static JudgePlan plan(List<Contender> contenders, double[][] inverses, Halves halves) {
    return new JudgePlan(contenders, inverses, halves, Truth.CLASSES, 15, 50, 0);
  }

  private static List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    for (int m = 0; m < 3; m++) {
      contenders.add(contender("model " + m, Rule.MEAN_PROBABILITIES, Fitting.NONE, List.of(m)));
    }
    List<Integer> all = List.of(0, 1, 2);
    contenders.add(contender("mean", Rule.MEAN_PROBABILITIES, Fitting.NONE, all));
    contenders.add(contender("logits", Rule.MEAN_LOGITS, Fitting.NONE, all));
    contenders.add(contender("vote", Rule.MAJORITY_VOTE, Fitting.NONE, all));
    contenders.add(contender("fitted", Rule.MEAN_PROBABILITIES, Fitting.LIKELIHOOD, all));
    contenders.add(contender("greedy", Rule.MEAN_PROBABILITIES, Fitting.GREEDY, all));
    return contenders;
  }

  private static Contender contender(
      String name, Rule rule, Fitting fitting, List<Integer> columns) {
    return new Contender(
        name,
        columns.size() == 1 ? CandidateKind.SINGLE : CandidateKind.SNAPSHOT_ENSEMBLE,
        Combination.equal(rule, columns),
        fitting,
        List.of("m"),
        "centre",
        "");
  }

  private static List<Prediction> predictions() {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < TRUTH.examples(); i++) {
      float[][] probabilities = new float[TRUTH.models()][Truth.CLASSES];
      for (int m = 0; m < TRUTH.models(); m++) {
        for (int c = 0; c < Truth.CLASSES; c++) {
          probabilities[m][c] = (float) TRUTH.probabilities(m, i)[c];
        }
      }
      predictions.add(
          new Prediction("image-" + i, TRUTH.label(i), i % 2 == 0 ? 100 : 200, 100, probabilities));
    }
    return predictions;
  }
}
