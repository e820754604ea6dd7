package org.polyak.pipeline.stage;

import java.util.List;
import org.polyak.pipeline.config.Section;

/**
 * A stage of the road from images to a report, as the command line finds it: through {@code
 * META-INF/services/org.polyak.pipeline.stage.Stage}.
 */
public interface Stage {

  /** The command's name, such as {@code ingest}. */
  String name();

  /** Its place on the road; {@code run} takes the stages in this order. */
  int order();

  /**
   * A picocli command: an object annotated with {@code @Command} that is a {@code
   * Callable<Integer>}, made anew for each call.
   */
  Object command();

  /** Reads this stage's part of a recipe, so that any command can check the whole recipe. */
  default void readRecipe(Section root) {}

  /**
   * The arguments with which {@code polyak run} calls this stage; none if the stage has no place in
   * a whole run.
   */
  default List<String> argumentsForRun(RunPlan plan) {
    return List.of();
  }
}
