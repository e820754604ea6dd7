package org.polyak.train.averaging.mode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.polyak.pipeline.config.Section;
import org.polyak.train.optimizer.UpdateRule;
import org.polyak.train.reduction.Wire;
import org.polyak.train.schedule.Schedule;

/**
 * {@code training.averaging}. Keys beside {@code period} and {@code updater} are read only where a
 * recipe gives them, so that runs made before they existed keep their identity and can be resumed.
 *
 * @param mode what replicas do when a round is over
 * @param periods steps of a replica between averagings, tau
 * @param seconds what a round shall last, from which the period is chosen when the run starts; 0 if
 *     {@code periods} say it
 * @param updater what becomes of the optimiser's state
 * @param outer step of the outer optimiser; null for plain averaging
 * @param elasticity beta of elastic averaging; 0 in other modes
 * @param reduction how replicas are averaged through Spark
 * @param wire format that replicas travel in
 */
public record AveragingConfig(
    Mode mode,
    Periods periods,
    double seconds,
    UpdaterState updater,
    OuterStep outer,
    double elasticity,
    ReductionPath reduction,
    Wire wire)
    implements Serializable {

  private static final int PERIOD = 8;
  private static final int LONGEST = 1_000_000;
  private static final String FIRST_DROP = "first-drop";

  /** How replicas are averaged through Spark; the result is the same to the bit. */
  public enum ReductionPath {
    /** By the size of what is averaged. */
    AUTO,
    /** All replicas on the driver. */
    COLLECT,
    /** By chunks in the executors. */
    CHUNKS
  }

  /** The same with a period that was chosen for {@code seconds}. */
  public AveragingConfig withPeriod(int period) {
    return new AveragingConfig(
        mode, Periods.always(period), seconds, updater, outer, elasticity, reduction, wire);
  }

  /** Keys of the section that ask for more than averaging every so many steps. */
  public List<String> beyondPlain() {
    List<String> keys = new ArrayList<>();
    add(keys, "mode", mode != Mode.SYNCHRONOUS);
    add(keys, "periods or post-local", periods.parts().size() > 1);
    add(keys, "seconds", seconds != 0);
    add(keys, "updater", updater != UpdaterState.AVERAGE);
    add(keys, "outer", outer != null);
    add(keys, "reduction", reduction != ReductionPath.AUTO);
    add(keys, "wire", wire != Wire.FLOAT32);
    return keys;
  }

  /** Whether the average can be taken by chunks: whether there is one that replicas go on from. */
  public boolean isChunkable() {
    return mode == Mode.SYNCHRONOUS;
  }

  /** Whether replicas have a state of their own between rounds. */
  public boolean keepsReplicas() {
    return mode == Mode.ELASTIC || updater == UpdaterState.KEEP;
  }

  /**
   * Reads the section; problems are left in it.
   *
   * @param schedule whose first drop may end the time of averaging at every step
   * @param rule whose state is averaged or not
   */
  public static AveragingConfig read(Section section, Schedule schedule, UpdateRule rule) {
    Mode mode =
        section.has("mode")
            ? Mode.ofKey(section.oneOf("mode", "synchronous", Mode.keys()))
            : Mode.SYNCHRONOUS;
    UpdaterState updater = updater(section, mode);
    ReductionPath reduction =
        section.has("reduction")
            ? ReductionPath.valueOf(
                section
                    .oneOf("reduction", "auto", List.of("auto", "collect", "chunks"))
                    .toUpperCase(Locale.ROOT))
            : ReductionPath.AUTO;
    Wire wire =
        section.has("wire")
            ? Wire.ofKey(section.oneOf("wire", Wire.FLOAT32.key(), Wire.keys()))
            : Wire.FLOAT32;
    OuterStep outer = section.has("outer") ? outer(section.section("outer")) : null;
    double elasticity = 0;
    if (mode == Mode.ELASTIC) {
      elasticity = section.has("elasticity") ? section.decimal("elasticity", 0.9, 1e-6, 1) : 0.9;
      refuse(section, outer != null, "outer", "elastic averaging has no outer step");
      refuse(
          section,
          reduction == ReductionPath.CHUNKS,
          "reduction",
          "elastic averaging needs the parameters of every replica on the driver");
      refuse(section, wire != Wire.FLOAT32, "wire", "elastic averaging keeps replicas to the bit");
    } else if (section.has("elasticity")) {
      section.decimal("elasticity", 0.9, 1e-6, 1);
      section.problem("elasticity", "only with mode: elastic");
    }
    refuse(
        section,
        wire != Wire.FLOAT32 && updater == UpdaterState.AVERAGE && rule.dividesByMovingAverage(),
        "wire",
        "this optimizer divides by a moving average, which 16 bits may round to below zero:"
            + " expected float32, or updater: reset or keep");
    double seconds = section.has("seconds") ? section.decimal("seconds", 1, 1e-3, 86_400) : 0;
    return new AveragingConfig(
        mode, periods(section, schedule), seconds, updater, outer, elasticity, reduction, wire);
  }

  private static UpdaterState updater(Section section, Mode mode) {
    if (mode == Mode.SYNCHRONOUS) {
      return UpdaterState.ofKey(
          section.oneOf("updater", "average", List.of("average", "reset", "keep")));
    }
    String updater = section.oneOf("updater", "keep", List.of("average", "reset", "keep"));
    refuse(
        section,
        updater.equals("average"),
        "updater",
        "elastic averaging keeps replicas apart: expected keep or reset");
    return UpdaterState.ofKey(updater);
  }

  private static OuterStep outer(Section section) {
    String name = section.oneOf("name", "slowmo", List.of("slowmo", "nesterov"));
    boolean slow = name.equals("slowmo");
    return new OuterStep(
        slow ? OuterStep.Kind.SLOWMO : OuterStep.Kind.NESTEROV,
        section.decimal("rate", slow ? 1 : 0.7, 1e-6, 100),
        section.decimal("momentum", slow ? 0.5 : 0.9, 0, 0.9999));
  }

  private static Periods periods(Section section, Schedule schedule) {
    List<String> ways = new ArrayList<>(List.of("period", "periods", "seconds"));
    ways.removeIf(way -> !section.has(way));
    refuse(
        section,
        ways.size() > 1,
        ways.isEmpty() ? "period" : ways.get(ways.size() - 1),
        "expected one of period, periods and seconds");
    refuse(
        section,
        section.has("post-local") && !ways.isEmpty() && !ways.contains("period"),
        "post-local",
        "goes with period");
    if (section.has("periods")) {
      return scheduled(section);
    }
    // In a round of so many seconds the period is found when the run starts.
    int period = section.has("seconds") ? 1 : section.integer("period", PERIOD, 1, LONGEST);
    return section.has("post-local")
        ? postLocal(section, schedule, period)
        : Periods.always(period);
  }

  private static Periods scheduled(Section section) {
    List<Periods.Part> parts = new ArrayList<>();
    for (Section part : section.list("periods")) {
      parts.add(
          new Periods.Part(
              part.integer("epoch", 0, 0, 100_000), part.integer("period", PERIOD, 1, LONGEST)));
    }
    boolean rising = !parts.isEmpty() && parts.get(0).epoch() == 0;
    for (int i = 1; i < parts.size(); i++) {
      rising &= parts.get(i).epoch() > parts.get(i - 1).epoch();
    }
    refuse(
        section,
        !rising,
        "periods",
        "expected a list such as [{epoch: 0, period: 1}, {epoch: 10, period: 8}], from epoch 0 on"
            + " and rising");
    return rising ? new Periods(parts) : Periods.always(PERIOD);
  }

  private static Periods postLocal(Section section, Schedule schedule, int period) {
    String until = section.text("post-local", FIRST_DROP);
    if (until.equals(FIRST_DROP)) {
      OptionalDouble drop = schedule.firstDrop();
      refuse(
          section,
          drop.isEmpty(),
          "post-local",
          "this schedule has no drops: expected an epoch, from which on replicas step apart");
      return Periods.postLocal((int) Math.ceil(drop.orElse(0)), period);
    }
    try {
      return Periods.postLocal(Integer.parseUnsignedInt(until), period);
    } catch (NumberFormatException e) {
      section.problem(
          "post-local", "expected %s or an epoch, found %s".formatted(FIRST_DROP, until));
      return Periods.always(period);
    }
  }

  private static void add(List<String> keys, String key, boolean given) {
    if (given) {
      keys.add(key);
    }
  }

  private static void refuse(Section section, boolean wrong, String key, String message) {
    if (wrong) {
      section.problem(key, message);
    }
  }
}
