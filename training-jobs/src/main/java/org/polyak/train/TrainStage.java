package org.polyak.train;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.stage.RunPlan;
import org.polyak.pipeline.stage.Stage;
import org.polyak.train.config.TrainingConfig;

/** Trains a network on a data set by parameter averaging. */
public final class TrainStage implements Stage {

  @Override
  public String name() {
    return "train";
  }

  @Override
  public int order() {
    return 30;
  }

  @Override
  public Object command() {
    return new TrainCommand();
  }

  @Override
  public void readRecipe(Section root) {
    TrainingConfig.read(root);
  }

  @Override
  public List<String> argumentsForRun(RunPlan plan) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--recipe", plan.recipe(), "--data", plan.dataset(), "--output", plan.run()));
    plan.overrides().forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    return arguments;
  }
}
