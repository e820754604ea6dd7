package org.polyak.train.loss;

import java.util.List;
import org.polyak.pipeline.config.Section;

/** The losses by their names in a recipe. */
public final class Losses {

  private static final String SOFTMAX = "softmax";

  private Losses() {}

  /**
   * Reads {@code training.loss}; problems are left in it.
   *
   * @param section which may be empty, for softmax cross entropy
   */
  public static Loss read(Section section) {
    String name =
        section.oneOf(
            "name",
            SOFTMAX,
            List.of(
                SOFTMAX, "hinge", "squared-hinge", "multi-label-logistic", "multi-label-hinge"));
    return switch (name) {
      case "hinge" -> new MulticlassHinge(margin(section), false);
      case "squared-hinge" -> new MulticlassHinge(margin(section), true);
      case "multi-label-logistic" -> new MultiLabelLogistic();
      case "multi-label-hinge" -> new MultiLabelHinge();
      default -> new SoftmaxCrossEntropy(section.decimal("label-smoothing", 0, 0, 0.999));
    };
  }

  private static double margin(Section section) {
    return section.decimal("margin", 1, 1e-6, 1e6);
  }
}
