package org.polyak.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.averaging.EpochPlan;

/** Schedules as recipes name them, against their papers' formulas and figures by hand. */
class ScheduleFormulasTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @Test
  void halvedEveryFiveEpochs() {
    Schedule schedule = rate("{name: step, rate: 0.8, every: 5, factor: 0.5}", 20);
    assertThat(schedule.at(4.99)).isEqualTo(0.8);
    assertThat(schedule.at(5)).isEqualTo(0.4);
    assertThat(schedule.at(14.99)).isEqualTo(0.2);
    assertThat(schedule.at(15)).isEqualTo(0.1);
  }

  @Test
  void exponentialByFactorAndByDecay() {
    Schedule factor = rate("{name: exponential, rate: 2, factor: 0.9}", 10);
    // 2 * 0.9^3
    assertThat(factor.at(3)).isCloseTo(1.458, ROUNDING);
    Schedule decay = rate("{name: exponential, rate: 2, decay: 0.6931471805599453}", 10);
    assertThat(decay.at(1)).isCloseTo(1, ROUNDING);
    assertThat(decay.at(2.5)).isCloseTo(2 * Math.pow(2, -2.5), ROUNDING);
  }

  /** learning_rate_decay = 0.9 of the notes: once an epoch. */
  @Test
  void exponentialByEpochIsAMultiplicationAfterEachEpoch() {
    TrainingSchedule schedule =
        read("{name: exponential, rate: 2, factor: 0.9, per: epoch}", 10, true);
    assertThat(schedule.rate(new Moment(2, 0.99, 0.99))).isCloseTo(2 * 0.9 * 0.9, ROUNDING);
    assertThat(schedule.rate(new Moment(3, 0, 0))).isCloseTo(2 * 0.9 * 0.9 * 0.9, ROUNDING);
  }

  @Test
  void inverse() {
    Schedule schedule = rate("{name: inverse, rate: 1, decay: 0.5}", 10);
    assertThat(schedule.at(0)).isEqualTo(1);
    assertThat(schedule.at(2)).isCloseTo(0.5, ROUNDING);
    assertThat(schedule.at(6)).isCloseTo(0.25, ROUNDING);
  }

  @Test
  void polynomial() {
    Schedule line = rate("{name: polynomial, rate: 1}", 10);
    assertThat(line.at(2.5)).isCloseTo(0.75, ROUNDING);
    Schedule square = rate("{name: polynomial, rate: 1.1, minimum: 0.1, power: 2}", 10);
    assertThat(square.at(5)).isCloseTo(0.35, ROUNDING);
    assertThat(square.at(10)).isCloseTo(0.1, ROUNDING);
  }

  /** T_0 = 1, T_mult = 2: restarts after 1, 3 and 7 epochs (Loshchilov and Hutter 2017, fig. 1). */
  @Test
  void warmRestartsGrow() {
    Schedule schedule =
        rate("{name: warm-restarts, rate: 0.05, minimum: 0.01, first-cycle: 1, multiplier: 2}", 15);
    assertThat(schedule.cycleEnds()).containsExactly(1, 3, 7, 15);
    for (double restart : new double[] {0, 1, 3, 7}) {
      assertThat(schedule.at(restart)).isCloseTo(0.05, ROUNDING);
    }
    assertThat(schedule.at(0.5)).isCloseTo(0.03, ROUNDING);
    assertThat(schedule.at(2)).isCloseTo(0.03, ROUNDING);
    assertThat(schedule.at(4)).isCloseTo(0.01 + 0.02 * (1 + Math.sqrt(0.5)), ROUNDING);
    assertThat(schedule.at(6.9999999)).isCloseTo(0.01, Offset.offset(1e-9));
    assertThat(schedule.at(15)).isCloseTo(0.01, ROUNDING);
  }

  @Test
  void warmRestartsMayEndWithinACycle() {
    Schedule schedule = rate("{name: warm-restarts, rate: 0.05, first-cycle: 2, multiplier: 1}", 5);
    assertThat(schedule.cycleEnds()).containsExactly(2, 4, 5);
    assertThat(schedule.at(5)).isCloseTo(0.025, ROUNDING);
  }

  /** Equation 2 of Huang et al. 2017, with t the step from 1, for 40 epochs of 7 steps. */
  @Test
  void snapshotCosineIsThePapersFormulaStepByStep() {
    int stepsOfEpoch = 7;
    int total = 40 * stepsOfEpoch;
    int cycles = 5;
    TrainingSchedule schedule =
        read("{name: snapshot-cosine, rate: 0.1, cycles: 5, per: step}", 40, true);
    // 70 images, batches of 10.
    EpochPlan plan = new EpochPlan(70, 1, 10, 4);
    for (int t = 1; t <= total; t++) {
      int length = (total + cycles - 1) / cycles;
      double formula = 0.1 / 2 * (Math.cos(Math.PI * ((t - 1) % length) / length) + 1);
      Moment moment = plan.moment((t - 1) / stepsOfEpoch, (t - 1) % stepsOfEpoch);
      assertThat(schedule.rate(moment)).as("t = %d", t).isCloseTo(formula, ROUNDING);
    }
    assertThat(schedule.cycleEnds()).containsExactly(8, 16, 24, 32, 40);
  }

  @Test
  void snapshotCyclesNeedNotDivideTheEpochs() {
    Schedule schedule = rate("{name: snapshot-cosine, rate: 0.1, cycles: 3}", 10);
    assertThat(schedule.cycleEnds()).containsExactly(4, 8, 10);
    assertThat(schedule.at(10)).isCloseTo(0.05, ROUNDING);
  }

  @Test
  void oneCycleRisesAndFallsAndItsMomentumFallsAndRises() {
    TrainingSchedule schedule = read("{name: one-cycle, rate: 1}", 10, true);
    assertThat(schedule.rate().at(0)).isCloseTo(0.04, ROUNDING);
    assertThat(schedule.rate().at(1.5)).isCloseTo(0.52, ROUNDING);
    assertThat(schedule.rate().at(3)).isCloseTo(1, ROUNDING);
    assertThat(schedule.rate().at(6.5)).isCloseTo(0.500002, ROUNDING);
    assertThat(schedule.rate().at(10)).isCloseTo(4e-6, ROUNDING);
    assertThat(schedule.momentum().at(0)).isCloseTo(0.95, ROUNDING);
    assertThat(schedule.momentum().at(3)).isCloseTo(0.85, ROUNDING);
    assertThat(schedule.momentum().at(10)).isCloseTo(0.95, ROUNDING);
    Schedule line = rate("{name: one-cycle, rate: 1, start-factor: 0, anneal: linear}", 10);
    assertThat(line.at(0.75)).isCloseTo(0.25, ROUNDING);
  }

  @Test
  void oneCycleLeavesAnOptimiserWithoutMomentumAlone() {
    assertThat(read("{name: one-cycle}", 10, false).momentum()).isNull();
  }

  @Test
  void triangles() {
    Schedule schedule = rate("{name: triangular, rate: 0.006, minimum: 0.001, half-cycle: 2}", 12);
    for (double low : new double[] {0, 4, 8, 12}) {
      assertThat(schedule.at(low)).isCloseTo(0.001, ROUNDING);
    }
    for (double high : new double[] {2, 6, 10}) {
      assertThat(schedule.at(high)).isCloseTo(0.006, ROUNDING);
    }
    assertThat(schedule.at(0.5)).isCloseTo(0.00225, ROUNDING);
    assertThat(schedule.at(3)).isCloseTo(0.0035, ROUNDING);
    assertThat(schedule.cycleEnds()).containsExactly(4, 8, 12);
  }

  @Test
  void trianglesOfHalfTheHeight() {
    Schedule schedule = rate("{name: triangular2, rate: 0.006, minimum: 0.001, half-cycle: 2}", 12);
    assertThat(schedule.at(2)).isCloseTo(0.006, ROUNDING);
    assertThat(schedule.at(6)).isCloseTo(0.0035, ROUNDING);
    assertThat(schedule.at(10)).isCloseTo(0.00225, ROUNDING);
    assertThat(schedule.at(8)).isCloseTo(0.001, ROUNDING);
  }

  @Test
  void anySchedulesRiseComesFirst() {
    Schedule schedule = rate("{name: constant, rate: 0.4, warm-up: 2, warm-up-start: 0.25}", 10);
    assertThat(schedule.at(0)).isCloseTo(0.1, ROUNDING);
    assertThat(schedule.at(1)).isCloseTo(0.25, ROUNDING);
    assertThat(schedule.at(2)).isEqualTo(0.4);
  }

  @Test
  void momentumIsAnnealed() {
    TrainingSchedule schedule =
        read("{name: constant, momentum: {start: 0.5, end: 0.99, epochs: 4}}", 10, true);
    assertThat(schedule.momentum(new Moment(0, 0, 0))).isEqualTo(0.5);
    assertThat(schedule.momentum(new Moment(2, 0, 0))).isCloseTo(0.745, ROUNDING);
    assertThat(schedule.momentum(new Moment(7, 0, 0))).isEqualTo(0.99);
    assertThat(read("{name: constant}", 10, true).momentum(new Moment(0, 0, 0))).isNaN();
  }

  @Test
  void momentumNeedsAnOptimiserThatHasOne() {
    assertThatThrownBy(() -> read("{momentum: {start: 0.5}}", 10, false))
        .hasMessageContaining("schedule.momentum (line 1): the optimiser has no momentum");
  }

  /** 25 images in batches of 10, one replica: before the last step 0.8 of an epoch or 2/3. */
  @Test
  void progressIsCountedByExampleByStepOrByEpoch() {
    Moment last = new EpochPlan(25, 1, 10, 1).moment(3, 2);
    assertThat(read("{name: inverse, rate: 1, decay: 1}", 9, true).rate(last))
        .isCloseTo(1 / 4.8, ROUNDING);
    assertThat(read("{name: inverse, rate: 1, decay: 1, per: step}", 9, true).rate(last))
        .isCloseTo(1 / (4 + 2 / 3.0), ROUNDING);
    assertThat(read("{name: inverse, rate: 1, decay: 1, per: epoch}", 9, true).rate(last))
        .isEqualTo(0.25);
  }

  /** Neither the averaging period nor, with full batches, the number of replicas shifts it. */
  @Test
  void neitherPeriodNorReplicasShiftTheRate() {
    TrainingSchedule schedule = read("{name: cosine, rate: 1}", 4, true);
    double rate = schedule.rate(new EpochPlan(800, 1, 80, 1).moment(2, 5));
    assertThat(schedule.rate(new EpochPlan(800, 8, 10, 1).moment(2, 5))).isEqualTo(rate);
    assertThat(schedule.rate(new EpochPlan(800, 8, 10, 7).moment(2, 5))).isEqualTo(rate);
  }

  private static Schedule rate(String text, int epochs) {
    return read(text, epochs, true).rate();
  }

  private static TrainingSchedule read(String text, int epochs, boolean hasMomentum) {
    Recipe recipe = Recipe.parse("test", "schedule: " + text, List.of());
    TrainingSchedule schedule =
        ScheduleRecipe.read(recipe.root().section("schedule"), epochs, hasMomentum);
    recipe.check();
    return schedule;
  }
}
