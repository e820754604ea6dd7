package org.polyak.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @Test
  void stepsDropAtTheirMilestones() {
    Schedule schedule = new StepSchedule(0.1, List.of(91.0, 136.5), 0.1, 182);
    assertThat(schedule.at(0)).isEqualTo(0.1);
    assertThat(schedule.at(90.999)).isEqualTo(0.1);
    assertThat(schedule.at(91)).isCloseTo(0.01, ROUNDING);
    assertThat(schedule.at(136.499)).isCloseTo(0.01, ROUNDING);
    assertThat(schedule.at(136.5)).isCloseTo(0.001, ROUNDING);
    assertThat(schedule.at(200)).isCloseTo(0.001, ROUNDING);
    assertThat(schedule.cycleEnds()).containsExactly(182);
  }

  @Test
  void cosineFallsFromStartToMinimum() {
    Schedule schedule = new CosineSchedule(0.2, 0.02, 1, 10);
    assertThat(schedule.at(0)).isCloseTo(0.2, ROUNDING);
    assertThat(schedule.at(2.5)).isCloseTo(0.02 + 0.09 * (1 + Math.sqrt(0.5)), ROUNDING);
    assertThat(schedule.at(5)).isCloseTo(0.11, ROUNDING);
    assertThat(schedule.at(10)).isCloseTo(0.02, ROUNDING);
    assertThat(schedule.at(11)).isCloseTo(0.02, ROUNDING);
  }

  @Test
  void cosineRestartsAtEveryCycle() {
    Schedule schedule = new CosineSchedule(0.2, 0, 3, 12);
    assertThat(schedule.at(3.999999)).isLessThan(1e-6);
    assertThat(schedule.at(4)).isCloseTo(0.2, ROUNDING);
    assertThat(schedule.at(6)).isCloseTo(0.1, ROUNDING);
    assertThat(schedule.cycleEnds()).containsExactly(4, 8, 12);
  }

  @Test
  void cyclesMustBeWholeEpochs() {
    assertThatThrownBy(() -> new CosineSchedule(0.2, 0, 3, 10))
        .hasMessage("3 cycles do not divide 10 epochs");
  }

  @Test
  void warmUpRisesInALineThenFollows() {
    Schedule schedule = new WarmUp(0.1, 2, new StepSchedule(1, List.of(5.0), 0.1, 10));
    assertThat(schedule.at(0)).isCloseTo(0.1, ROUNDING);
    assertThat(schedule.at(1)).isCloseTo(0.55, ROUNDING);
    assertThat(schedule.at(2)).isEqualTo(1);
    assertThat(schedule.at(5)).isCloseTo(0.1, ROUNDING);
  }

  @Test
  void loweredRatesStayLowFromTheirPlaceOn() {
    TrainingSchedule lowered =
        new TrainingSchedule(
                new StepSchedule(1, List.of(2.0), 0.5, 4), null, Granularity.EXAMPLE, List.of())
            .lowered(
                List.of(new TrainingSchedule.Drop(1.5, 0.1), new TrainingSchedule.Drop(3, 0.5)));
    assertThat(lowered.rate(new Moment(1, 0.49, 0.49))).isEqualTo(1);
    assertThat(lowered.rate(new Moment(1, 0.5, 0.5))).isEqualTo(0.1);
    assertThat(lowered.rate(new Moment(2, 0, 0))).isEqualTo(0.05);
    assertThat(lowered.rate(new Moment(3, 0, 0))).isEqualTo(0.025);
    assertThat(lowered.cycleEnds()).containsExactly(4);
  }
}
