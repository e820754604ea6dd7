package org.polyak.train;

import org.polyak.pipeline.stage.Stage;

/** Shows a recipe's learning rate and momentum over training; no part of a run. */
public final class ScheduleStage implements Stage {

  @Override
  public String name() {
    return "schedule";
  }

  @Override
  public int order() {
    return 27;
  }

  @Override
  public Object command() {
    return new ScheduleCommand();
  }
}
