package org.polyak.train.averaging.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.optimizer.AdaGrad;
import org.polyak.train.optimizer.Adam;
import org.polyak.train.optimizer.Lamb;
import org.polyak.train.optimizer.Lars;
import org.polyak.train.optimizer.RmsProp;
import org.polyak.train.optimizer.Sgd;
import org.polyak.train.optimizer.UpdateRule;
import org.polyak.train.reduction.Wire;
import org.polyak.train.schedule.CosineSchedule;
import org.polyak.train.schedule.Schedule;
import org.polyak.train.schedule.StepSchedule;
import org.polyak.train.schedule.WarmUp;

class AveragingConfigTest {

  private static final Schedule STEPS = new StepSchedule(0.1, List.of(2.5, 4.0), 0.1, 6);

  private static final UpdateRule SGD = new Sgd(0.9f, Sgd.Form.ACCUMULATING, true);
  private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8, true);

  /** The last three divide by a moving average. */
  private static final List<UpdateRule> RULES =
      List.of(
          SGD,
          new Lars(0.9f, 0.001f),
          new AdaGrad(1e-7f),
          new RmsProp(0.9f, 1e-7f, 0),
          ADAM,
          new Lamb(ADAM));

  @Test
  void theDefaultIsPlainAveragingAndNothingElseIsInTheIdentity() {
    Recipe recipe = Recipe.parse("test", "averaging: {}", List.of());
    AveragingConfig config = AveragingConfig.read(recipe.root().section("averaging"), STEPS, SGD);
    assertThat(config.beyondPlain()).isEmpty();
    assertThat(config.periods()).isEqualTo(Periods.always(8));
    assertThat(recipe.resolved().path("averaging").toString())
        .isEqualTo("{\"updater\":\"average\",\"period\":8}");
  }

  @Test
  void everyKeyHasItsEffect() {
    AveragingConfig config =
        read(
            "{period: 5, post-local: 3, updater: keep, outer: {name: nesterov, rate: 0.6,"
                + " momentum: 0.8}, reduction: chunks, wire: bfloat16}");
    assertThat(config)
        .isEqualTo(
            new AveragingConfig(
                Mode.SYNCHRONOUS,
                Periods.postLocal(3, 5),
                0,
                UpdaterState.KEEP,
                new OuterStep(OuterStep.Kind.NESTEROV, 0.6, 0.8),
                0,
                AveragingConfig.ReductionPath.CHUNKS,
                Wire.BFLOAT16));
    assertThat(read("{mode: elastic, elasticity: 0.5, updater: reset}"))
        .extracting(AveragingConfig::mode, AveragingConfig::elasticity, AveragingConfig::updater)
        .containsExactly(Mode.ELASTIC, 0.5, UpdaterState.RESET);
    assertThat(read("{mode: elastic}").updater()).isEqualTo(UpdaterState.KEEP);
    assertThat(read("{outer: {}}").outer()).isEqualTo(new OuterStep(OuterStep.Kind.SLOWMO, 1, 0.5));
    assertThat(read("{seconds: 2.5}").seconds()).isEqualTo(2.5);
  }

  @Test
  void periodsFollowEpochs() {
    Periods periods = read("{periods: [{epoch: 0, period: 1}, {epoch: 3, period: 16}]}").periods();
    assertThat(List.of(0, 2, 3, 9)).extracting(periods::at).containsExactly(1, 1, 16, 16);
    assertThat(periods).hasToString("every 1 steps, from epoch 4 every 16");
  }

  /** The drop at 2.5 epochs: from epoch index 3 on the whole epoch has the lower rate. */
  @Test
  void postLocalBeginsWithTheFirstDrop() {
    assertThat(read("{period: 16, post-local: first-drop}").periods())
        .isEqualTo(Periods.postLocal(3, 16));
    assertThat(new WarmUp(0.1, 1, STEPS).firstDrop()).hasValue(2.5);
    assertThat(new CosineSchedule(0.1, 0, 1, 6).firstDrop()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{period: 4, seconds: 2} | seconds (line 1): expected one of period, periods and seconds",
        "{seconds: 2, post-local: 3} | post-local (line 1): goes with period",
        "{period: 4, post-local: soon} | expected first-drop or an epoch, found soon",
        "{periods: [{epoch: 2, period: 1}]} | from epoch 0 on and rising",
        "{mode: elastic, updater: average} | expected keep or reset",
        "{mode: elastic, wire: float16} | elastic averaging keeps replicas to the bit",
        "{mode: elastic, reduction: chunks} | needs the parameters of every replica",
        "{mode: elastic, outer: {name: slowmo}} | elastic averaging has no outer step",
        "{elasticity: 0.5} | only with mode: elastic",
        "{wire: float8} | unknown value \"float8\"",
        "{updater: none} | unknown value \"none\" (known: average, reset, keep)",
        "{mode: elastic, updater: none} | unknown value \"none\" (known: average, reset, keep)",
        "{outer: {rate: 0}} | out of range (expected 1.0E-6 to 100.0)",
        "{outer: {rat: 1}} | did you mean rate?"
      })
  void whatDoesNotGoTogetherIsRefused(String section, String message) {
    assertThatThrownBy(() -> read(section)).hasMessageContaining(message);
  }

  /** Every combination of the keys; the rules are those of the table in docs/averaging.md. */
  @Test
  void combinationsAreRefusedAsDocumented() {
    int allowed = 0;
    for (String mode : List.of("synchronous", "elastic")) {
      for (String updater : List.of("average", "reset", "keep")) {
        for (String outer : List.of("", ", outer: {name: slowmo}", ", outer: {name: nesterov}")) {
          for (String reduction : List.of("auto", "collect", "chunks")) {
            for (String wire : List.of("float32", "float16", "bfloat16")) {
              for (UpdateRule rule : RULES) {
                boolean narrow = !wire.equals("float32");
                boolean possible =
                    mode.equals("elastic")
                        ? !updater.equals("average")
                            && outer.isEmpty()
                            && !reduction.equals("chunks")
                            && !narrow
                        : !narrow || !updater.equals("average") || RULES.indexOf(rule) < 3;
                String section =
                    "{mode: %s, updater: %s, reduction: %s, wire: %s%s}"
                        .formatted(mode, updater, reduction, wire, outer);
                Throwable refusal = catchThrowable(() -> read(section, rule));
                if (possible) {
                  assertThat(refusal).as(section + " " + rule).isNull();
                  allowed++;
                } else {
                  assertThat(refusal)
                      .as(section + " " + rule)
                      .isInstanceOf(PolyakException.class)
                      .hasMessageContaining("averaging.");
                }
              }
            }
          }
        }
      }
    }
    // Synchronous: 3 outer steps, 3 reductions, 3 formats, 3 updaters and 6 rules, less 2 formats
    // that go with one updater and 3 rules; elastic: 2 updaters, 2 reductions, 6 rules.
    assertThat(allowed).isEqualTo(3 * 3 * 3 * 3 * 6 - 3 * 3 * 2 * 3 + 2 * 2 * 6);
  }

  @Test
  void refusalsOfRulesSayWhatToDo() {
    assertThatThrownBy(() -> read("{wire: float16}", ADAM))
        .hasMessageContaining(
            "averaging.wire (line 1): this optimizer divides by a moving average, which 16 bits may"
                + " round to below zero: expected float32, or updater: reset or keep");
  }

  @Test
  void firstDropNeedsOne() {
    Recipe recipe = Recipe.parse("test", "averaging: {post-local: first-drop}", List.of());
    AveragingConfig.read(recipe.root().section("averaging"), new CosineSchedule(0.1, 0, 1, 6), SGD);
    assertThatThrownBy(recipe::check).hasMessageContaining("this schedule has no drops");
  }

  private static AveragingConfig read(String section) {
    return read(section, SGD);
  }

  private static AveragingConfig read(String section, UpdateRule rule) {
    Recipe recipe = Recipe.parse("test", "averaging: " + section, List.of());
    AveragingConfig config = AveragingConfig.read(recipe.root().section("averaging"), STEPS, rule);
    recipe.check();
    return config;
  }
}
