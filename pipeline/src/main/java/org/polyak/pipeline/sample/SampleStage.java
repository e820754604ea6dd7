package org.polyak.pipeline.sample;

import org.polyak.pipeline.stage.Stage;

/** {@code polyak sample}; it has no place in a run, whose input is there already. */
public final class SampleStage implements Stage {

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public int order() {
    return 0;
  }

  @Override
  public Object command() {
    return new SampleCommand();
  }
}
