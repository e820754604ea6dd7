package org.polyak.train.engine.onednn;

import java.util.Arrays;

/**
 * Parameters and running statistics that plans are prepared for. They are compared value by value,
 * since arrays may change between calls; that costs little beside the folding and arranging of
 * weights that it saves.
 */
final class TestedModel {

  private final float[] parameters;
  private final float[] statistics;

  TestedModel(float[] parameters, float[] statistics) {
    this.parameters = parameters.clone();
    this.statistics = statistics.clone();
  }

  float[] parameters() {
    return parameters;
  }

  float[] statistics() {
    return statistics;
  }

  /** Whether these are the same values. */
  boolean holds(float[] otherParameters, float[] otherStatistics) {
    return Arrays.equals(parameters, otherParameters) && Arrays.equals(statistics, otherStatistics);
  }
}
