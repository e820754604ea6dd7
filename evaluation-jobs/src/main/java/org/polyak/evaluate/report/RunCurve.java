package org.polyak.evaluate.report;

import java.util.List;

/**
 * How a run was trained.
 *
 * @param name of the run
 * @param curve learning curves by rising epoch; may be empty
 * @param snapshots taken on the way; may be empty
 * @param timings of the training rounds; may be empty
 * @param epochs where the time of each epoch went, as training wrote it; may be empty
 */
public record RunCurve(
    String name,
    List<CurvePoint> curve,
    List<SnapshotMark> snapshots,
    List<Timing> timings,
    List<EpochTime> epochs) {

  /** Copies the lists, and checks what took how long. */
  public RunCurve {
    curve = List.copyOf(curve);
    snapshots = List.copyOf(snapshots);
    timings = List.copyOf(timings);
    epochs = List.copyOf(epochs);
    for (Timing timing : timings) {
      // Also false for NaN.
      if (!(timing.seconds() >= 0 && timing.seconds() < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Phase " + timing.phase() + " took " + timing.seconds() + " s");
      }
    }
  }
}
