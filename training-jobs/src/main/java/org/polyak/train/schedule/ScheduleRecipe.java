package org.polyak.train.schedule;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.config.Section;

/** Reads {@code training.schedule}. */
public final class ScheduleRecipe {

  private static final String COSINE = "cosine";
  private static final List<String> NAMES =
      List.of(
          "constant",
          "plateau",
          "step",
          "exponential",
          "inverse",
          "polynomial",
          COSINE,
          "warm-restarts",
          "snapshot-cosine",
          "one-cycle",
          "triangular",
          "triangular2");
  private static final double MOST = 1e6;

  private final Section section;
  private final int epochs;
  private final double rate;

  private ScheduleRecipe(Section section, int epochs) {
    this.section = section;
    this.epochs = epochs;
    this.rate = section.decimal("rate", 0.1, 0, MOST);
  }

  /**
   * Reads a recipe; problems are left in it.
   *
   * @param epochs length of training
   * @param hasMomentum whether the optimiser has a momentum that can be set
   */
  public static TrainingSchedule read(Section section, int epochs, boolean hasMomentum) {
    ScheduleRecipe recipe = new ScheduleRecipe(section, epochs);
    String name = section.oneOf("name", COSINE, NAMES);
    Schedule rate = recipe.rate(name);
    double warmUp = section.decimal("warm-up", 0, 0, epochs);
    double warmUpStart = section.decimal("warm-up-start", 0.1, 0, 1);
    Schedule momentum = recipe.momentum(name, hasMomentum);
    return new TrainingSchedule(
        warmUp == 0 ? rate : new WarmUp(warmUpStart, warmUp, rate),
        momentum,
        Granularity.ofKey(section.oneOf("per", Granularity.EXAMPLE.key(), Granularity.keys())),
        List.of());
  }

  private Schedule rate(String name) {
    return switch (name) {
      // Plateau says when it falls, by the learning curve.
      case "constant", "plateau" -> new ConstantSchedule(rate, epochs);
      case "step" -> step();
      case "exponential" -> exponential();
      case "inverse" -> new InverseSchedule(rate, section.decimal("decay", 1, 0, MOST), epochs);
      case "polynomial" ->
          new PolynomialSchedule(rate, minimum(), section.decimal("power", 1, 0, 100), epochs);
      case "warm-restarts" ->
          new WarmRestarts(
              rate,
              minimum(),
              section.integer("first-cycle", 10, 1, 100_000),
              section.integer("multiplier", 2, 1, 1000),
              epochs);
      case "snapshot-cosine" ->
          new SnapshotCosine(rate, section.integer("cycles", 5, 1, 100_000), epochs);
      case "one-cycle" -> oneCycle();
      case "triangular", "triangular2" ->
          new Triangular(
              section.decimal("minimum", rate / 10, 0, rate),
              rate,
              section.decimal("half-cycle", 2, 1e-6, MOST),
              name.equals("triangular2"),
              epochs);
      default -> cosine();
    };
  }

  private double minimum() {
    return section.decimal("minimum", 0, 0, rate);
  }

  private Schedule step() {
    double factor = section.decimal("factor", 0.1, 0, 1);
    if (section.has("every")) {
      double every = section.decimal("every", 1, 1e-3, MOST);
      if (section.has("milestones")) {
        section.problem("every", "the rate drops either every so many epochs or at milestones");
      }
      List<Double> milestones = new ArrayList<>();
      for (int i = 1; i * every < epochs; i++) {
        milestones.add(i * every);
      }
      return new StepSchedule(rate, milestones, factor, epochs);
    }
    List<Double> milestones =
        section.decimals("milestones", List.of(epochs * 0.5, epochs * 0.75), 0, MOST);
    for (int i = 1; i < milestones.size(); i++) {
      if (milestones.get(i) <= milestones.get(i - 1)) {
        section.problem("milestones", "expected rising epochs, found " + milestones);
      }
    }
    return new StepSchedule(rate, milestones, factor, epochs);
  }

  private Schedule exponential() {
    if (section.has("decay")) {
      double decay = section.decimal("decay", 0, 0, MOST);
      if (section.has("factor")) {
        section.problem("decay", "give factor, of an epoch, or decay: factor = e^-decay");
      }
      return new ExponentialSchedule(rate, StrictMath.exp(-decay), epochs);
    }
    return new ExponentialSchedule(rate, section.decimal("factor", 0.9, 0, 1), epochs);
  }

  private Schedule cosine() {
    int cycles = section.integer("cycles", 1, 1, 100_000);
    if (epochs % cycles != 0) {
      section.problem("cycles", "%d cycles do not divide %d epochs".formatted(cycles, epochs));
      cycles = 1;
    }
    return new CosineSchedule(rate, minimum(), cycles, epochs);
  }

  /** The usual factors are those of fastai: 1/25 at the start and 1/25 of 1/10,000 at the end. */
  private Schedule oneCycle() {
    return new OneCycle(
        rate * section.decimal("start-factor", 0.04, 0, 1),
        rate,
        rate * section.decimal("end-factor", 4e-6, 0, 1),
        rise(),
        isLinear(),
        epochs);
  }

  private double rise() {
    return section.decimal("rise", 0.3, 1e-6, 1 - 1e-6);
  }

  private boolean isLinear() {
    return section.oneOf("anneal", COSINE, List.of(COSINE, "linear")).equals("linear");
  }

  private Schedule momentum(String name, boolean hasMomentum) {
    boolean oneCycle = name.equals("one-cycle") && section.flag("cycle-momentum", hasMomentum);
    if (!oneCycle && !section.has("momentum")) {
      return null;
    }
    if (!hasMomentum) {
      section.problem(
          oneCycle ? "cycle-momentum" : "momentum", "the optimiser has no momentum to be set");
    }
    if (oneCycle) {
      double high = section.decimal("momentum-high", 0.95, 0, 0.999_999);
      double low = section.decimal("momentum-low", 0.85, 0, 0.999_999);
      return new OneCycle(high, low, high, rise(), isLinear(), epochs);
    }
    Section momentum = section.section("momentum");
    return new LinearSchedule(
        momentum.decimal("start", 0.5, 0, 0.999_999),
        momentum.decimal("end", 0.99, 0, 0.999_999),
        momentum.decimal("epochs", epochs, 1e-6, MOST),
        epochs);
  }
}
