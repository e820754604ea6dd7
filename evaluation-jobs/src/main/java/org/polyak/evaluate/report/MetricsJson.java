package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.polyak.evaluate.metric.CalibrationBin;
import org.polyak.evaluate.metric.ClassScore;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Confusion;
import org.polyak.evaluate.metric.Interval;
import org.polyak.pipeline.stage.Json;

/**
 * The report's numbers for scripts: the content of {@code metrics.json}. Errors, accuracies and
 * probabilities are parts in [0, 1], losses are in nats; a number that is not defined (precision of
 * a class that was never predicted, a loss that was not measured or is not finite) is null.
 *
 * <ul>
 *   <li>{@code schema}: version of this layout, 1
 *   <li>{@code title}; {@code versions}: name to version
 *   <li>{@code dataset}: {@code name}, {@code split}, {@code images}, {@code classNames} by label
 *   <li>{@code headline}, {@code best}: names of candidates, see {@link ReportData}
 *   <li>{@code candidates}: {@code name}, {@code kind}, {@code members}, {@code cost}, {@code
 *       metrics}: {@code examples}, {@code top1Error}, {@code top1ErrorInterval} [low, high] at 95
 *       %, {@code topK} (5, or the number of classes if there are fewer: then the error is 0),
 *       {@code topKError}, {@code negativeLogLikelihood}, {@code brierScore} in [0, 2], {@code
 *       expectedCalibrationError}, {@code calibration} (bins: {@code low}, {@code high}, {@code
 *       examples}, {@code correct}, {@code accuracy}, {@code confidence}), {@code classes} (by
 *       label: {@code support}, {@code predicted}, {@code precision}, {@code recall}, {@code f1}),
 *       {@code largestConfusions} ({@code trueLabel}, {@code predictedLabel}, {@code count}),
 *       {@code confusionMatrix} [true][predicted]
 *   <li>{@code curve}: {@code step}, {@code epoch}, {@code learningRate}, {@code trainLoss}, {@code
 *       trainAccuracy}, {@code validationLoss}, {@code validationAccuracy}
 *   <li>{@code snapshots}: {@code epoch}, {@code name}; {@code timings}: {@code phase}, {@code
 *       seconds}; {@code warnings}: texts
 * </ul>
 */
public final class MetricsJson {

  private static final int TOP = 5;

  private static final int CONFUSIONS = 12;

  private MetricsJson() {}

  /** The numbers of a report, keys in a fixed order. */
  public static ObjectNode of(ReportData data) {
    ObjectNode json = Json.object();
    json.put("schema", 1);
    json.put("title", data.title());
    json.set("versions", Json.tree(data.versions()));
    json.set("dataset", Json.tree(data.dataset()));
    json.put("headline", data.headline());
    json.put("best", data.best().name());
    ArrayNode candidates = json.putArray("candidates");
    for (Candidate candidate : data.candidates()) {
      ObjectNode node = candidates.addObject();
      node.put("name", candidate.name());
      node.put("kind", candidate.kind().label());
      node.set("members", Json.tree(candidate.members()));
      node.put("cost", candidate.cost());
      node.set("metrics", metrics(candidate.metrics()));
    }
    ArrayNode curve = json.putArray("curve");
    data.curve().forEach(point -> point(curve.addObject(), point));
    json.set("snapshots", Json.tree(data.snapshots()));
    json.set("timings", Json.tree(data.timings()));
    json.set("warnings", Json.tree(data.warnings()));
    return json;
  }

  private static ObjectNode metrics(ClassificationMetrics metrics) {
    ObjectNode json = Json.object();
    json.put("examples", metrics.examples());
    json.put("top1Error", metrics.topError(1));
    Interval interval = metrics.topErrorInterval(1);
    json.putArray("top1ErrorInterval").add(interval.low()).add(interval.high());
    int k = Math.min(TOP, metrics.classes());
    json.put("topK", k);
    json.put("topKError", metrics.topError(k));
    json.put("negativeLogLikelihood", metrics.negativeLogLikelihood());
    json.put("brierScore", metrics.brierScore());
    json.put("expectedCalibrationError", metrics.expectedCalibrationError());
    ArrayNode calibration = json.putArray("calibration");
    for (CalibrationBin bin : metrics.calibration()) {
      ObjectNode node = calibration.addObject();
      node.put("low", bin.low());
      node.put("high", bin.high());
      node.put("examples", bin.examples());
      node.put("correct", bin.correct());
      node.put("accuracy", finite(bin.accuracy()));
      node.put("confidence", finite(bin.confidence()));
    }
    ArrayNode classes = json.putArray("classes");
    for (ClassScore score : metrics.scores()) {
      ObjectNode node = classes.addObject();
      node.put("label", score.label());
      node.put("support", score.support());
      node.put("predicted", score.predicted());
      node.put("precision", finite(score.precision()));
      node.put("recall", finite(score.recall()));
      node.put("f1", finite(score.f1()));
    }
    ArrayNode confusions = json.putArray("largestConfusions");
    for (Confusion confusion : metrics.confusion().largest(CONFUSIONS)) {
      confusions.add(Json.tree(confusion));
    }
    ArrayNode matrix = json.putArray("confusionMatrix");
    for (int row = 0; row < metrics.classes(); row++) {
      ArrayNode counts = matrix.addArray();
      for (int column = 0; column < metrics.classes(); column++) {
        counts.add(metrics.confusion().count(row, column));
      }
    }
    return json;
  }

  private static void point(ObjectNode json, CurvePoint point) {
    json.put("step", point.step());
    json.put("epoch", point.epoch());
    json.put("learningRate", finite(point.learningRate()));
    json.put("trainLoss", finite(point.trainLoss()));
    json.put("trainAccuracy", finite(point.trainAccuracy()));
    json.put("validationLoss", finite(point.validationLoss()));
    json.put("validationAccuracy", finite(point.validationAccuracy()));
  }

  /** JSON has no NaN and no infinity. */
  private static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
