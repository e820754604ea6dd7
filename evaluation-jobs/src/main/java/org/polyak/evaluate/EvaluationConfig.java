package org.polyak.evaluate;

import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.dataset.Split;

/**
 * The {@code evaluation} part of a recipe.
 *
 * @param split what is judged on
 * @param members snapshots in the ensemble, at most
 * @param averageLast snapshots whose weights are averaged, at most
 */
public record EvaluationConfig(Split split, int members, int averageLast) {

  /** Reads a recipe; problems are left in it. */
  public static EvaluationConfig read(Section root) {
    Section section = root.section("evaluation");
    return new EvaluationConfig(
        Split.of(section.oneOf("split", Split.VALIDATION.key(), Split.keys())),
        section.integer("members", 5, 1, 1_000),
        section.integer("average-last", 3, 1, 1_000));
  }
}
