package org.polyak.augment.cli;

import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.stage.RunPlan;
import org.polyak.pipeline.stage.Stage;

/** {@code polyak augment}; in a run it leaves a preview of what training will see. */
public final class AugmentStage implements Stage {

  private static final int ORDER = 20;

  @Override
  public String name() {
    return "augment";
  }

  @Override
  public int order() {
    return ORDER;
  }

  @Override
  public Object command() {
    return new AugmentCommand();
  }

  @Override
  public void readRecipe(Section root) {
    AugmentationPolicy.read(root);
  }

  @Override
  public List<String> argumentsForRun(RunPlan plan) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--data", plan.dataset(), "--recipe", plan.recipe()));
    for (String override : plan.overrides()) {
      arguments.addAll(List.of("--set", override));
    }
    arguments.addAll(List.of("--preview", plan.output() + "/augmentation.png"));
    return arguments;
  }
}
