package org.polyak.train.optimizer;

import java.util.List;
import org.polyak.pipeline.config.Section;
import org.polyak.train.regularization.Regularization;

/** Reads {@code training.optimizer} and {@code training.regularization}. */
public final class OptimizerRecipe {

  private static final String SGD = "sgd";
  private static final String LBFGS = "lbfgs";
  private static final List<String> NAMES =
      List.of(SGD, "adagrad", "rmsprop", "adam", "adamw", "lars", "lamb", LBFGS);
  private static final List<String> WITH_OWN_DECAY = List.of("lars", "lamb");

  private OptimizerRecipe() {}

  /** Reads a recipe; problems are left in it. */
  public static Optimizer read(Section training) {
    Section section = training.section("optimizer");
    String name = section.oneOf("name", SGD, NAMES);
    UpdateRule rule = rule(name, section);
    double weightDecay = section.decimal("weight-decay", usualDecay(name), 0, 1e6);
    boolean decoupled = section.flag("decoupled", name.equals("adamw"));
    boolean weightsOnly =
        section.oneOf("decay", "all", List.of("all", "weights")).equals("weights");
    Clipping clipping = Clipping.read(section.section("clip"));
    Section penalties = training.section("regularization");
    Regularization regularization = Regularization.read(penalties);
    if (WITH_OWN_DECAY.contains(name)) {
      if (decoupled) {
        section.problem("decoupled", name + " has a place of its own for weight decay");
      }
      if (regularization.l2() > 0 || regularization.l1() > 0) {
        penalties.problem(
            regularization.l2() > 0 ? "l2" : "l1",
            name + " scales weight decay with its steps: use training.optimizer.weight-decay");
      }
    }
    Optimizer optimizer =
        new Optimizer(
            rule,
            weightDecay,
            decoupled,
            weightsOnly,
            clipping,
            regularization,
            ParameterGroup.read(section));
    if (name.equals(LBFGS)) {
      checkFullBatch(optimizer, section, penalties);
    }
    return optimizer;
  }

  /** What would make the sum of batches another than the gradient of the loss, or its step. */
  private static void checkFullBatch(Optimizer optimizer, Section section, Section penalties) {
    String why = "lbfgs follows the gradient of the loss and its penalties: ";
    if (!optimizer.clipping().equals(Clipping.NONE)) {
      section.problem("clip", why + "batches cannot be clipped");
    }
    if (!optimizer.groups().isEmpty()) {
      section.problem("groups", why + "parameters have no rates of their own");
    }
    if (optimizer.decoupled()) {
      section.problem("decoupled", why + "decoupled decay is the derivative of nothing");
    }
    if (optimizer.regularization().maxNorm() > 0) {
      penalties.problem("max-norm", why + "steps cannot be cut short");
    }
  }

  private static double usualDecay(String name) {
    return switch (name) {
      case SGD, "lars" -> 1e-4;
      case "adamw", "lamb" -> 0.01;
      default -> 0;
    };
  }

  private static UpdateRule rule(String name, Section section) {
    return switch (name) {
      case "adagrad" -> new AdaGrad((float) epsilon(section, 1e-7));
      case "rmsprop" ->
          new RmsProp(
              (float) section.decimal("rho", 0.9, 0, 1),
              (float) epsilon(section, 1e-7),
              (float) section.decimal("momentum", 0, 0, 1));
      case "adam", "adamw" -> adam(section, 1e-8);
      case LBFGS -> new Lbfgs(section.integer("memory", 10, 1, 1000));
      case "lars" ->
          new Lars(
              (float) section.decimal("momentum", 0.9, 0, 1),
              (float) section.decimal("trust", 0.001, 0, 1e6));
      case "lamb" -> new Lamb(adam(section, 1e-6));
      default -> sgd(section);
    };
  }

  private static Sgd sgd(Section section) {
    double momentum = section.decimal("momentum", 0.9, 0, 1);
    boolean nesterov = section.flag("nesterov", momentum > 0);
    if (nesterov && momentum == 0) {
      section.problem("nesterov", "Nesterov's step needs a momentum above 0");
    }
    String form = section.oneOf("form", Sgd.Form.ACCUMULATING.key(), Sgd.Form.keys());
    return new Sgd((float) momentum, Sgd.Form.ofKey(form), nesterov);
  }

  private static Adam adam(Section section, double epsilon) {
    return new Adam(
        section.decimal("beta1", 0.9, 0, 0.999_999),
        section.decimal("beta2", 0.999, 0, 0.999_999_999),
        epsilon(section, epsilon),
        section.flag("bias-correction", true));
  }

  private static double epsilon(Section section, double usual) {
    return section.decimal("epsilon", usual, 0, 1e6);
  }
}
