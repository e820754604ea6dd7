package org.polyak.train.plateau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.schedule.ConstantSchedule;
import org.polyak.train.schedule.Granularity;
import org.polyak.train.schedule.Moment;
import org.polyak.train.schedule.ScheduleRecipe;
import org.polyak.train.schedule.TrainingSchedule;
import org.polyak.train.snapshot.HistoryPoint;

/** Rates that fall on plateaus, by hand. */
class PlateauTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  /** Bad checks are 2, 4 and 5, then 7 and 8: after the second in a row the rate is halved. */
  @Test
  void theRateFallsAfterSoManyChecksWithoutImprovement() {
    Plateau plateau = read("{name: plateau, rate: 0.1, patience: 2}");
    List<Double> losses = List.of(3.0, 3.1, 2.5, 2.6, 2.5, 2.4, 2.4, 2.4, 2.4, 2.0);
    assertThat(plateau.drops(curve(losses)))
        .extracting(TrainingSchedule.Drop::epoch)
        .containsExactly(5.0, 8.0);
    assertThat(rates(plateau, losses))
        .containsExactly(0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025);
  }

  /** 0.1 % of the best must be gained: 1.9985 is no gain on 2.0, and 1.9979 is one. */
  @Test
  void aGainCountsWhenItIsLargerThanTheThresholdOfTheBest() {
    Plateau plateau = read("{name: plateau, patience: 1, threshold: 1e-3}");
    assertThat(plateau.drops(curve(List.of(2.0, 1.9985)))).hasSize(1);
    assertThat(plateau.drops(curve(List.of(2.0, 1.9979)))).isEmpty();
    // Small steps add up, since the best stays where it was.
    assertThat(plateau.drops(curve(List.of(2.0, 1.9985, 1.9970)))).hasSize(1);
  }

  @Test
  void accuraciesAreBetterWhenTheyAreLarger() {
    Plateau plateau = read("{name: plateau, metric: validation-accuracy, patience: 1}");
    List<HistoryPoint> curve = new ArrayList<>();
    for (double accuracy : new double[] {0.3, 0.4, 0.4, 0.5}) {
      curve.add(point(curve.size() + 1, null, accuracy));
    }
    assertThat(plateau.drops(curve)).extracting(TrainingSchedule.Drop::epoch).containsExactly(3.0);
  }

  /** Without cooldown epochs 2, 3 and 4 would each lower the rate; with one of 2 they do not. */
  @Test
  void checksOfTheCooldownAreNotBad() {
    List<Double> losses = List.of(1.0, 1.0, 1.0, 1.0, 1.0);
    assertThat(read("{name: plateau, patience: 1}").drops(curve(losses))).hasSize(4);
    assertThat(read("{name: plateau, patience: 1, cooldown: 2}").drops(curve(losses)))
        .extracting(TrainingSchedule.Drop::epoch)
        .containsExactly(2.0, 5.0);
  }

  @Test
  void theRateStopsAtItsMinimum() {
    Plateau plateau = read("{name: plateau, rate: 0.1, patience: 1, factor: 0.1, minimum: 0.004}");
    List<Double> losses = List.of(1.0, 1.0, 1.0, 1.0, 1.0);
    assertThat(plateau.drops(curve(losses))).hasSize(2);
    List<Double> rates = rates(plateau, losses);
    assertThat(rates.get(2)).isCloseTo(0.01, ROUNDING);
    assertThat(rates.get(3)).isCloseTo(0.004, ROUNDING);
    assertThat(rates.get(4)).isCloseTo(0.004, ROUNDING);
  }

  /** The first epoch that counts is the one that ends when the warm-up does. */
  @Test
  void epochsOfTheWarmUpAreNotChecked() {
    List<Double> losses = List.of(1.0, 2.0, 2.0, 2.0, 2.0);
    assertThat(read("{name: plateau, patience: 2, warm-up: 2}").drops(curve(losses)))
        .extracting(TrainingSchedule.Drop::epoch)
        .containsExactly(4.0);
    assertThat(read("{name: plateau, patience: 2}").drops(curve(losses)))
        .extracting(TrainingSchedule.Drop::epoch)
        .containsExactly(3.0, 5.0);
  }

  @Test
  void epochsThatWereNotJudgedAreSkipped() {
    Plateau plateau = read("{name: plateau, patience: 2}");
    List<HistoryPoint> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= 6; epoch++) {
      curve.add(point(epoch, epoch % 2 == 0 ? 1.0 : null, null));
    }
    assertThat(plateau.drops(curve)).extracting(TrainingSchedule.Drop::epoch).containsExactly(6.0);
  }

  @Test
  void otherSchedulesHaveNone() {
    assertThat(read("{name: cosine}").isOn()).isFalse();
    assertThat(read("{}").drops(curve(List.of(1.0, 2.0, 3.0)))).isEmpty();
  }

  @Test
  void keysOfOtherSchedulesAreUnknown() {
    assertThatThrownBy(() -> read("{name: plateau, milestones: [3]}"))
        .hasMessageContaining("schedule.milestones");
    assertThatThrownBy(() -> read("{name: cosine, patience: 3}"))
        .hasMessageContaining("schedule.patience");
  }

  /** The rate of every epoch, each looked up with the curve of those before it. */
  private static List<Double> rates(Plateau plateau, List<Double> losses) {
    List<Double> rates = new ArrayList<>();
    for (int epoch = 0; epoch < losses.size(); epoch++) {
      rates.add(
          new TrainingSchedule(
                  new ConstantSchedule(plateau.rate(), losses.size()),
                  null,
                  Granularity.EXAMPLE,
                  plateau.drops(curve(losses.subList(0, epoch))))
              .rate(new Moment(epoch, 0, 0)));
    }
    return rates;
  }

  private static List<HistoryPoint> curve(List<Double> losses) {
    List<HistoryPoint> curve = new ArrayList<>();
    for (double loss : losses) {
      curve.add(point(curve.size() + 1, loss, null));
    }
    return curve;
  }

  private static HistoryPoint point(int epoch, Double loss, Double accuracy) {
    return new HistoryPoint(epoch, epoch * 100L, 0.1, 2, null, loss, accuracy, 1, 0.0);
  }

  private static Plateau read(String text) {
    Recipe recipe = Recipe.parse("test", "schedule: " + text, List.of());
    TrainingSchedule schedule = ScheduleRecipe.read(recipe.root().section("schedule"), 10, true);
    assertThat(schedule.rate().at(9)).isNotNegative();
    Plateau plateau = Plateau.read(recipe.root().section("schedule"), 10);
    recipe.check();
    return plateau;
  }
}
