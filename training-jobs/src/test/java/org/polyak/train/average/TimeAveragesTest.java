package org.polyak.train.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.schedule.ConstantSchedule;
import org.polyak.train.schedule.Granularity;
import org.polyak.train.schedule.Moment;
import org.polyak.train.schedule.TrainingSchedule;

/** Averages over time against their sums. */
class TimeAveragesTest {

  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  /** From zero and divided by 1 - d^t: the first moment is itself, later ones by their weights. */
  @Test
  void emaIsTheRecursionFromZeroWithoutItsBias() {
    AverageConfig config = read("{ema: {decay: 0.995}}");
    TimeAverages averages = TimeAverages.start(config);
    double fromZero = 0;
    for (int t = 1; t <= 500; t++) {
      float now = (float) Math.sin(t * 0.1) + 3;
      averages = averages.afterRound(config, 0, 1, new float[] {now});
      fromZero = 0.995 * fromZero + 0.005 * now;
      double expected = fromZero / (1 - Math.pow(0.995, t));
      assertThat(averages.averages().get(0).parameters()[0])
          .as("t = %d", t)
          .isCloseTo((float) expected, ROUNDING);
    }
  }

  /** A round of three steps that stood still is three rounds of one. */
  @Test
  void emaCountsStepsNotRounds() {
    AverageConfig config = read("{ema: {decay: 0.9}}");
    TimeAverages once = start(config, 2).afterRound(config, 0, 3, new float[] {5});
    TimeAverages thrice = start(config, 2);
    for (int i = 0; i < 3; i++) {
      thrice = thrice.afterRound(config, 0, 1, new float[] {5});
    }
    assertThat(once.averages().get(0).parameters())
        .containsExactly(thrice.averages().get(0).parameters(), ROUNDING);
    // (0.729 * 0.1 * 2 + 0.271 * 5) / (1 - 0.9^4)
    assertThat(once.averages().get(0).parameters()[0]).isCloseTo(4.3640f, Offset.offset(1e-4f));
  }

  @Test
  void swaIsTheMeanOfItsMoments() {
    AverageConfig config = read("{swa: {start: 4, every: 2}}");
    TimeAverages averages = TimeAverages.start(config);
    for (int epoch = 1; epoch <= 10; epoch++) {
      averages = averages.afterRound(config, epoch - 1, 7, new float[] {100});
      averages = averages.afterEpoch(config, epoch, false, new float[] {epoch});
    }
    // Epochs 6, 8 and 10.
    assertThat(averages.averages().get(0).weight()).isEqualTo(3);
    assertThat(averages.averages().get(0).parameters()[0]).isCloseTo(8, ROUNDING);
  }

  @Test
  void swaMayTakeEndsOfCycles() {
    AverageConfig config = read("{swa: {start: 1, at-cycle-ends: true}}");
    TimeAverages averages = TimeAverages.start(config);
    for (int epoch = 1; epoch <= 9; epoch++) {
      averages = averages.afterEpoch(config, epoch, epoch % 3 == 0, new float[] {epoch});
    }
    assertThat(averages.averages().get(0).parameters()[0]).isCloseTo(6, ROUNDING);
  }

  @Test
  void tailIsTheMeanOfAllRoundsByTheirSteps() {
    AverageConfig config = read("{tail: {start: 5}}");
    TimeAverages averages = TimeAverages.start(config);
    averages = averages.afterRound(config, 4, 8, new float[] {1000});
    averages = averages.afterRound(config, 5, 8, new float[] {1});
    averages = averages.afterRound(config, 5, 2, new float[] {6});
    assertThat(averages.averages().get(0).parameters()[0]).isCloseTo(2, ROUNDING);
  }

  @Test
  void theRateOfSwaIsConstantOrFallsInCycles() {
    TrainingSchedule base =
        new TrainingSchedule(new ConstantSchedule(0.1, 10), null, Granularity.EXAMPLE, List.of());
    TrainingSchedule constant = read("{swa: {start: 4, rate: 0.05}}").rate(base, 10);
    assertThat(constant.rate(new Moment(3, 0.9, 0.9))).isEqualTo(0.1);
    assertThat(constant.rate(new Moment(4, 0, 0))).isEqualTo(0.05);
    assertThat(constant.cycleEnds()).containsExactly(10);
    TrainingSchedule cyclic =
        read("{swa: {start: 4, every: 2, rate: 0.05, rate-end: 0.01}}").rate(base, 10);
    assertThat(cyclic.rate(new Moment(5, 0, 0))).isCloseTo(0.03, Offset.offset(1e-12));
    assertThat(cyclic.rate(new Moment(6, 0, 0))).isEqualTo(0.05);
    assertThat(cyclic.cycleEnds()).containsExactly(6, 8, 10);
    assertThat(read("{swa: {start: 4}}").rate(base, 10)).isSameAs(base);
  }

  @Test
  void aRateAndEndsOfCyclesDoNotFitTogether() {
    assertThatThrownBy(() -> read("{swa: {at-cycle-ends: true, rate: 0.1}}"))
        .hasMessageContaining("averages.swa.rate (line 1)");
  }

  @Test
  void nothingIsKeptUnlessAsked() {
    AverageConfig config = read("{}");
    assertThat(TimeAverages.start(config)).isEqualTo(TimeAverages.NONE);
  }

  private static TimeAverages start(AverageConfig config, float value) {
    return TimeAverages.start(config).afterRound(config, 0, 1, new float[] {value});
  }

  private static AverageConfig read(String text) {
    Recipe recipe = Recipe.parse("test", "averages: " + text, List.of());
    AverageConfig config = AverageConfig.read(recipe.root(), 10);
    recipe.check();
    return config;
  }
}
