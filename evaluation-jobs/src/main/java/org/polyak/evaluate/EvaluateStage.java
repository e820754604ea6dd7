package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
    JsonNode evaluation = plan.resolved().path("evaluation");
    return List.of(
        "--run",
        plan.run(),
        "--data",
        plan.dataset(),
        "--output",
        plan.report(),
        "--split",
        evaluation.path("split").asText(),
        "--members",
        evaluation.path("members").asText(),
        "--average-last",
        evaluation.path("average-last").asText());
  }
}
