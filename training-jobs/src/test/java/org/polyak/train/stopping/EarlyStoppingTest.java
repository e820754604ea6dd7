package org.polyak.train.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.stopping.EarlyStopping.Form;
import org.polyak.train.stopping.EarlyStopping.Stop;

class EarlyStoppingTest {

  @Test
  void endsWhenTheBestIsNotImprovedForAsManyChecksAsPatience() {
    EarlyStopping stopping = best(Metric.VALIDATION_LOSS, 1, 3, 0);
    assertThat(stopEpoch(stopping, 5, 4, 4.5, 4.2, 3.9, 4, 4, 4, 1)).isEqualTo(8);
    assertThat(model(stopping, 5, 4, 4.5, 4.2, 3.9, 4, 4, 4, 1)).isEqualTo(5);
    assertThat(stopEpoch(stopping, 5, 4, 4.5, 4.2, 3.9, 4, 4)).isZero();
  }

  @Test
  void anEqualValueIsNoImprovement() {
    assertThat(stopEpoch(best(Metric.VALIDATION_LOSS, 1, 2, 0), 4, 4, 4)).isEqualTo(3);
  }

  @Test
  void aGainNeedsMoreThanTheMinimumDelta() {
    EarlyStopping stopping = best(Metric.VALIDATION_LOSS, 1, 2, 0.5);
    assertThat(stopEpoch(stopping, 4, 3.75, 3.5)).isEqualTo(3);
    assertThat(stopEpoch(stopping, 4, 3.75, 3.25)).isZero();
  }

  @Test
  void largerIsBetterForAccuracyAndSmallerForError() {
    for (Metric metric : List.of(Metric.VALIDATION_ACCURACY, Metric.TRAIN_ACCURACY)) {
      assertThat(stopEpoch(best(metric, 1, 2, 0), 0.4, 0.3, 0.2)).isEqualTo(3);
      assertThat(stopEpoch(best(metric, 1, 2, 0), 0.2, 0.3, 0.4)).isZero();
    }
    for (Metric metric : List.of(Metric.VALIDATION_ERROR, Metric.TRAIN_ERROR)) {
      // The curve gives accuracies, so these errors rise and fall the other way.
      assertThat(stopEpoch(best(metric, 1, 2, 0), 0.4, 0.3, 0.2)).isEqualTo(3);
      assertThat(stopEpoch(best(metric, 1, 2, 0), 0.2, 0.3, 0.4)).isZero();
    }
    for (Metric metric : List.of(Metric.VALIDATION_LOSS, Metric.TRAIN_LOSS)) {
      assertThat(stopEpoch(best(metric, 1, 2, 0), 2, 3, 4)).isEqualTo(3);
      assertThat(stopEpoch(best(metric, 1, 2, 0), 4, 3, 2)).isZero();
    }
  }

  @Test
  void comparesWithTheCheckBeforeAndGoesBackToIt() {
    EarlyStopping stopping =
        new EarlyStopping(Metric.VALIDATION_LOSS, Form.PREVIOUS, 2, 1, 0, true);
    // Checks are epochs 2, 4, 6, 8: 3, 2, 2 (not worse), 2.5 (worse).
    assertThat(stopEpoch(stopping, 9, 3, 0, 2, 0, 2, 0, 2.5)).isEqualTo(8);
    assertThat(model(stopping, 9, 3, 0, 2, 0, 2, 0, 2.5)).isEqualTo(6);
    // The best is epoch 2, which this form does not remember.
    EarlyStopping patient = new EarlyStopping(Metric.VALIDATION_LOSS, Form.PREVIOUS, 1, 2, 0, true);
    assertThat(stopEpoch(patient, 5, 1, 4, 3, 4, 3, 4)).isZero();
    assertThat(stopEpoch(patient, 5, 1, 4, 3, 4, 5)).isEqualTo(6);
    assertThat(model(patient, 5, 1, 4, 3, 4, 5)).isEqualTo(4);
  }

  @Test
  void isAFunctionOfTheCurveSoThatResumingRepeatsIt() {
    EarlyStopping stopping = best(Metric.VALIDATION_LOSS, 1, 3, 0);
    List<HistoryPoint> curve = curve(5, 4, 4.5, 4.2, 4.1, 4, 4, 4, 1);
    for (int length = 0; length < 5; length++) {
      assertThat(stopping.decide(curve.subList(0, length))).isEmpty();
    }
    assertThat(stopping.decide(curve).map(Stop::epoch)).contains(5);
    assertThat(stopping.candidate(curve.subList(0, 1))).isEqualTo(1);
    assertThat(stopping.candidate(curve.subList(0, 4))).isEqualTo(2);
    assertThat(stopping.candidate(List.of())).isZero();
  }

  @Test
  void epochsThatWereNotJudgedDoNotCount() {
    List<HistoryPoint> curve = curve(5, 6, 7);
    curve.add(1, new HistoryPoint(9, 0, 0, 5, 0.5, null, null, 1, null));
    assertThat(best(Metric.VALIDATION_LOSS, 1, 3, 0).decide(curve)).isEmpty();
    assertThat(best(Metric.VALIDATION_LOSS, 1, 2, 0).decide(curve)).isPresent();
  }

  @Test
  void ofEqualEpochsTheFirstIsTheBest() {
    assertThat(Best.of(Metric.VALIDATION_LOSS, curve(3, 2, 2, 4)))
        .contains(new Best(Metric.VALIDATION_LOSS, 2, 2));
    assertThat(Best.of(Metric.VALIDATION_ACCURACY, curve(3, 4, 2, 4)))
        .contains(new Best(Metric.VALIDATION_ACCURACY, 2, 4));
    assertThat(Best.of(Metric.VALIDATION_LOSS, List.of())).isEmpty();
  }

  @Test
  void keysAreReadWithTheDefaultsOfTheirForm() {
    assertThat(read("{}").metric()).isNull();
    assertThat(read("{}").candidate(curve(1, 2, 3))).isZero();
    assertThat(read("{metric: train-error}"))
        .isEqualTo(new EarlyStopping(Metric.TRAIN_ERROR, Form.BEST, 1, 10, 0, true));
    assertThat(read("{metric: validation-loss, compare: previous}"))
        .isEqualTo(new EarlyStopping(Metric.VALIDATION_LOSS, Form.PREVIOUS, 10, 1, 0, true));
    assertThat(
            read(
                "{metric: validation-accuracy, every: 2, patience: 3, minimum-delta: 0.01,"
                    + " restore: false}"))
        .isEqualTo(new EarlyStopping(Metric.VALIDATION_ACCURACY, Form.BEST, 2, 3, 0.01, false));
  }

  private static EarlyStopping read(String text) {
    Recipe recipe = Recipe.parse("test", "early-stopping: " + text, List.of());
    EarlyStopping stopping = EarlyStopping.read(recipe.root().section("early-stopping"));
    recipe.check();
    return stopping;
  }

  private static EarlyStopping best(Metric metric, int every, int patience, double delta) {
    return new EarlyStopping(metric, Form.BEST, every, patience, delta, true);
  }

  private static int stopEpoch(EarlyStopping stopping, double... values) {
    return stopping.decide(curve(values)).map(Stop::epoch).orElse(0);
  }

  private static int model(EarlyStopping stopping, double... values) {
    return stopping.decide(curve(values)).map(Stop::model).orElse(0);
  }

  /** Epochs from 1 with the same value for every figure. */
  private static List<HistoryPoint> curve(double... values) {
    List<HistoryPoint> curve = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      curve.add(new HistoryPoint(i + 1, 0, 0.1, v, v, v, v, 1, null));
    }
    return curve;
  }
}
