package org.polyak.train;

import org.polyak.pipeline.stage.Stage;

/** Prints what a network costs; no part of a run. */
public final class NetworkStage implements Stage {

  @Override
  public String name() {
    return "network";
  }

  @Override
  public int order() {
    return 28;
  }

  @Override
  public Object command() {
    return new NetworkCommand();
  }
}
