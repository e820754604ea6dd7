package org.polyak.evaluate.report;

/** How a candidate makes its predictions. */
public enum CandidateKind {
  /** One network. */
  SINGLE("single"),
  /** The predictions of several snapshots of one run combined. */
  SNAPSHOT_ENSEMBLE("snapshot-ensemble"),
  /** The predictions of several runs combined. */
  RUN_ENSEMBLE("run-ensemble"),
  /** One network whose weights are the mean of several snapshots. */
  AVERAGED_WEIGHTS("averaged-weights");

  private final String label;

  CandidateKind(String label) {
    this.label = label;
  }

  /** The name in JSON. */
  public String label() {
    return label;
  }
}
