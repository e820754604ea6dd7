package org.polyak.pipeline.inspect;

import org.polyak.pipeline.stage.Stage;

/** {@code polyak inspect}; it looks at a data set and has no part in a run. */
public final class InspectStage implements Stage {

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public int order() {
    return 15;
  }

  @Override
  public Object command() {
    return new InspectCommand();
  }
}
