package org.polyak.evaluate.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.run.RunFolder;
import org.polyak.train.snapshot.HistoryPoint;

/**
 * A run, or a report of an evaluation, as it is compared.
 *
 * @param name as given, shortened where that is unique
 * @param kind {@code run} or {@code report}
 * @param curves learning curves by the run's name; a report has those of its runs
 * @param candidates what was judged, as in {@code metrics.json}; of a run none
 * @param dataset what was judged on; of a run null
 * @param settings of training by dotted key
 */
record Compared(
    String name,
    String kind,
    Map<String, List<Point>> curves,
    List<JsonNode> candidates,
    JsonNode dataset,
    Map<String, String> settings) {

  /**
   * A point of a learning curve.
   *
   * @param epoch completed
   * @param trainLoss in nats
   * @param validationError part classified wrong; null if not validated
   */
  record Point(double epoch, Double trainLoss, Double validationError) {}

  /**
   * Reads a folder.
   *
   * @throws PolyakException if it is neither a run nor a report
   */
  static Compared open(Configuration hadoop, String folder, String name) throws IOException {
    Path path = new Path(folder);
    FileSystem fs = path.getFileSystem(hadoop);
    if (fs.exists(new Path(path, "run.json"))) {
      return run(new RunFolder(hadoop, path), name);
    }
    Path metrics = new Path(path, "metrics.json");
    if (fs.exists(metrics)) {
      JsonNode json = Json.read(hadoop, metrics);
      if (json.path("candidates").isArray()) {
        if (json.path("schema").asInt() != 2) {
          throw PolyakException.data(
              "%s has schema version %s, this Polyak compares version 2; evaluate again",
              metrics, json.path("schema").asText("unknown"));
        }
        return report(hadoop, path, json, name);
      }
    }
    throw PolyakException.data(
        "%s is neither a run of polyak train (run.json) nor a report of polyak evaluate"
            + " (metrics.json with candidates)",
        path);
  }

  private static Compared run(RunFolder folder, String name) throws IOException {
    List<Point> curve = new ArrayList<>();
    for (HistoryPoint p : folder.history()) {
      curve.add(
          new Point(
              p.epoch(),
              Double.isFinite(p.trainLoss()) ? p.trainLoss() : null,
              p.validationAccuracy() == null ? null : 1 - p.validationAccuracy()));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings(settings, "", folder.description().identity().path("configuration"));
    return new Compared(name, "run", Map.of(name, curve), List.of(), null, settings);
  }

  private static Compared report(Configuration hadoop, Path folder, JsonNode metrics, String name)
      throws IOException {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (JsonNode run : metrics.path("runs")) {
      List<Point> curve = new ArrayList<>();
      for (JsonNode p : run.path("curve")) {
        JsonNode accuracy = p.path("validationAccuracy");
        curve.add(
            new Point(
                p.path("epoch").asDouble(),
                p.path("trainLoss").isNumber() ? p.path("trainLoss").asDouble() : null,
                accuracy.isNumber() ? 1 - accuracy.asDouble() : null));
      }
      String title =
          metrics.path("runs").size() > 1 ? name + ": " + run.path("name").asText() : name;
      curves.put(title, curve);
    }
    List<JsonNode> candidates = new ArrayList<>();
    metrics.path("candidates").forEach(candidates::add);
    Map<String, String> settings = new LinkedHashMap<>();
    Path manifest = new Path(folder, "manifest.json");
    if (manifest.getFileSystem(hadoop).exists(manifest)) {
      JsonNode identity = Json.read(hadoop, manifest).path("identity");
      settings(settings, "", identity.path("inputs").path("runs").path(0).path("configuration"));
      settings(settings, "evaluation", identity.path("configuration"));
    }
    return new Compared(name, "report", curves, candidates, metrics.path("dataset"), settings);
  }

  private static void settings(Map<String, String> into, String path, JsonNode node) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  settings(
                      into,
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue()));
    } else if (!node.isMissingNode()) {
      into.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }

  /** As the page takes it. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("name", name);
    json.put("kind", kind);
    json.set("curves", Json.tree(curves));
    json.set("candidates", Json.tree(candidates.stream().map(Compared::brief).toList()));
    json.set("dataset", dataset == null ? json.nullNode() : dataset);
    return json;
  }

  /** Without the numbers that take the most room. */
  private static JsonNode brief(JsonNode candidate) {
    ObjectNode copy = candidate.deepCopy();
    ((ObjectNode) copy.path("metrics"))
        .remove(List.of("classes", "confusionMatrix", "calibration", "largestConfusions"));
    return copy;
  }
}
