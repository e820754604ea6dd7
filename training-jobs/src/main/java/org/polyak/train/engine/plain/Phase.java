package org.polyak.train.engine.plain;

/** What a pass is for. */
public enum Phase {
  /** Statistics of the batch, random draws. */
  TRAIN(true, true),
  /** Statistics of the batch, no draws: what running statistics are measured by. */
  MEASURE(true, false),
  /** Running statistics, no draws. */
  TEST(false, false),
  /** Running statistics, random draws: one sample of a stochastic prediction. */
  SAMPLE(false, true);

  private final boolean batchStatistics;
  private final boolean draws;

  Phase(boolean batchStatistics, boolean draws) {
    this.batchStatistics = batchStatistics;
    this.draws = draws;
  }

  /** Whether normalisation takes the statistics of the batch, not the running ones. */
  public boolean batchStatistics() {
    return batchStatistics;
  }

  /** Whether dropout and its kind draw, not take expectations. */
  public boolean draws() {
    return draws;
  }
}
