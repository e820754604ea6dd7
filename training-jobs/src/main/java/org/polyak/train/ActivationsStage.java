package org.polyak.train;

import org.polyak.pipeline.stage.Stage;

/** Shows how activations spread before training; no part of a run. */
public final class ActivationsStage implements Stage {

  @Override
  public String name() {
    return "activations";
  }

  @Override
  public int order() {
    return 29;
  }

  @Override
  public Object command() {
    return new ActivationsCommand();
  }
}
