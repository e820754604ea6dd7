package org.polyak.evaluate.compare;

import org.polyak.pipeline.stage.Stage;

/** Puts runs and reports side by side; not a part of a whole run. */
public final class CompareStage implements Stage {

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public int order() {
    return 50;
  }

  @Override
  public Object command() {
    return new CompareCommand();
  }
}
