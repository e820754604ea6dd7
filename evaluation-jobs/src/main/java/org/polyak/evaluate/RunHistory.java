package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.evaluate.report.CurvePoint;
import org.polyak.evaluate.report.EpochTime;
import org.polyak.evaluate.report.RunCurve;
import org.polyak.evaluate.report.SnapshotMark;
import org.polyak.evaluate.report.Timing;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.run.RunDescription;
import org.polyak.train.run.RunFolder;
import org.polyak.train.snapshot.HistoryPoint;

/** How a run was trained, from the files of its folder, in the form of a report. */
public final class RunHistory {

  private static final String TIMELINE = "timeline.json";

  private static final List<String> PHASES =
      List.of("prepare", "read", "augment", "step", "wait", "reduce");

  private RunHistory() {}

  /** Reads a complete run. */
  public static RunCurve of(Configuration hadoop, RunFolder folder, List<Integer> snapshots)
      throws IOException {
    RunDescription description = folder.description();
    JsonNode training = description.identity().path("configuration").path("training");
    long batch = training.path("batch-size").asLong(1) * training.path("replicas").asLong(1);
    List<CurvePoint> curve = new ArrayList<>();
    for (HistoryPoint p : folder.history()) {
      curve.add(
          new CurvePoint(
              (p.examples() + batch - 1) / batch,
              p.epoch(),
              p.rate(),
              p.trainLoss(),
              p.trainAccuracy(),
              p.validationLoss(),
              p.validationAccuracy()));
    }
    List<Timing> timings = new ArrayList<>();
    folder
        .metrics()
        .path("seconds")
        .fields()
        .forEachRemaining(
            phase -> timings.add(new Timing(phase.getKey(), phase.getValue().asDouble())));
    return new RunCurve(
        folder.path().getName(),
        curve,
        snapshots.stream().map(e -> new SnapshotMark(e, "epoch-" + e)).toList(),
        timings,
        epochs(hadoop, folder));
  }

  /** Runs of before there was a timeline have none. */
  private static List<EpochTime> epochs(Configuration hadoop, RunFolder folder) throws IOException {
    Path file = new Path(folder.path(), TIMELINE);
    List<EpochTime> epochs = new ArrayList<>();
    if (file.getFileSystem(hadoop).exists(file)) {
      for (JsonNode epoch : Json.read(hadoop, file).path("epochs")) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        PHASES.forEach(phase -> seconds.put(phase, epoch.path(phase).asDouble()));
        epochs.add(new EpochTime(epoch.path("epoch").asInt(), seconds));
      }
    }
    return epochs;
  }
}
