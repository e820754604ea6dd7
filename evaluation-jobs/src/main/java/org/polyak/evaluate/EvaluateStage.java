package org.polyak.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.stage.RunPlan;
import org.polyak.pipeline.stage.Stage;

/** Judges the models of a training run and writes the report. */
public final class EvaluateStage implements Stage {

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public int order() {
    return 40;
  }

  @Override
  public Object command() {
    return new EvaluateCommand();
  }

  @Override
  public void readRecipe(Section root) {
    EvaluationConfig.read(root);
  }

  @Override
  public List<String> argumentsForRun(RunPlan plan) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--run",
                plan.run(),
                "--data",
                plan.dataset(),
                "--output",
                plan.report(),
                "--recipe",
                plan.recipe()));
    plan.overrides().forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    return arguments;
  }
}
