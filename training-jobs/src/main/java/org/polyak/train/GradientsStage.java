package org.polyak.train;

import org.polyak.pipeline.stage.Stage;

/** Checks the gradients of a network; no part of a run. */
public final class GradientsStage implements Stage {

  @Override
  public String name() {
    return "gradients";
  }

  @Override
  public int order() {
    return 29;
  }

  @Override
  public Object command() {
    return new GradientsCommand();
  }
}
