package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.polyak.evaluate.metric.CalibrationBin;
import org.polyak.evaluate.metric.ClassAverages;
import org.polyak.evaluate.metric.ClassScore;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Comparison;
import org.polyak.evaluate.metric.Confusion;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.metric.Interval;
import org.polyak.evaluate.metric.PairAgreement;
import org.polyak.evaluate.metric.ProbabilityScores;
import org.polyak.evaluate.metric.Verdict;
import org.polyak.pipeline.stage.Json;

/**
 * The report's numbers for scripts: the content of {@code metrics.json}, whose keys are described
 * in {@code docs/evaluation.md}. Errors, accuracies and probabilities are parts in [0, 1], losses
 * are in nats; a number that is not defined (precision of a class that was never predicted, a loss
 * that was not measured or is not finite) is null.
 */
public final class MetricsJson {

  /** The version of the layout. */
  public static final int SCHEMA = 2;

  private static final int TOP = 5;

  private static final int CONFUSIONS = 12;

  /** With more classes only the headline candidate's matrix is written. */
  private static final int MATRIX_CLASSES = 100;

  private MetricsJson() {}

  /** The numbers of a report, keys in a fixed order. */
  public static ObjectNode of(ReportData data) {
    ObjectNode json = Json.object();
    json.put("schema", SCHEMA);
    json.put("title", data.title());
    json.set("versions", Json.tree(data.versions()));
    json.set("dataset", Json.tree(data.dataset()));
    json.put("headline", data.headline());
    json.put("best", data.best().name());
    json.put("reference", data.reference());
    json.put("fitting", data.fitting());
    ArrayNode candidates = json.putArray("candidates");
    for (Candidate candidate : data.candidates()) {
      candidates.add(candidate(data, candidate));
    }
    ArrayNode pairs = json.putArray("pairs");
    for (PairAgreement pair : data.pairs()) {
      ObjectNode node = pairs.addObject();
      node.put("first", data.candidates().get(pair.first()).name());
      node.put("second", data.candidates().get(pair.second()).name());
      node.put("disagreement", finite(pair.disagreement()));
      node.put("errorCorrelation", finite(pair.errorCorrelation()));
      node.put("probabilityCorrelation", finite(pair.probabilityCorrelation()));
    }
    json.set("sizes", Json.tree(data.sizes()));
    json.set("frequencies", Json.tree(data.frequencies()));
    ArrayNode runs = json.putArray("runs");
    for (RunCurve run : data.runs()) {
      ObjectNode node = runs.addObject();
      node.put("name", run.name());
      ArrayNode curve = node.putArray("curve");
      run.curve().forEach(point -> point(curve.addObject(), point));
      node.set("snapshots", Json.tree(run.snapshots()));
      node.set("timings", Json.tree(run.timings()));
      node.set("epochs", Json.tree(run.epochs()));
    }
    json.set("warnings", Json.tree(data.warnings()));
    return json;
  }

  private static ObjectNode candidate(ReportData data, Candidate candidate) {
    Verdict verdict = candidate.verdict();
    ObjectNode node = Json.object();
    node.put("name", candidate.name());
    node.put("kind", candidate.kind().label());
    node.put("rule", candidate.rule());
    node.set("members", Json.tree(candidate.members()));
    node.set("weights", Json.tree(candidate.weights()));
    node.put("crops", candidate.crops());
    node.put("forwardPasses", candidate.passes());
    node.put("cost", candidate.cost());
    node.put("note", candidate.note());
    boolean headline = candidate.name().equals(data.headline());
    node.set("metrics", metrics(verdict, data.topK(), headline));
    if (verdict.reference() == null) {
      node.putNull("reference");
    } else {
      node.set("reference", comparison(verdict.reference()));
    }
    return node;
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode json = Json.object();
    ObjectNode test = json.putObject("mcNemar");
    test.put("onlyThisRight", comparison.mcNemar().onlyFirst());
    test.put("onlyReferenceRight", comparison.mcNemar().onlySecond());
    test.put("exactP", comparison.mcNemar().exact());
    test.put("correctedP", comparison.mcNemar().corrected());
    json.set("top1ErrorDifferenceInterval", interval(comparison.errorDifference()));
    json.set("negativeLogLikelihoodDifferenceInterval", interval(comparison.lossDifference()));
    return json;
  }

  private static ObjectNode metrics(Verdict verdict, List<Integer> topK, boolean headline) {
    ClassificationMetrics metrics = verdict.metrics();
    ObjectNode json = Json.object();
    json.put("examples", metrics.examples());
    json.put("top1Error", metrics.topError(1));
    json.set("top1ErrorInterval", interval(verdict.errorInterval()));
    int k = Math.min(TOP, metrics.classes());
    json.put("topK", k);
    json.put("topKError", metrics.topError(k));
    ObjectNode errors = json.putObject("topErrors");
    topK.forEach(rank -> errors.put(String.valueOf(rank), metrics.topError(rank)));
    json.put("negativeLogLikelihood", metrics.negativeLogLikelihood());
    json.set("negativeLogLikelihoodInterval", interval(verdict.lossInterval()));
    json.put("brierScore", metrics.brierScore());
    json.set("brierScoreInterval", interval(verdict.brierInterval()));
    json.put("expectedCalibrationError", metrics.expectedCalibrationError());
    json.set("calibration", calibration(metrics.calibration()));
    json.set("temperature", temperature(verdict.temperatures(), verdict.tempered()));
    json.set("macro", averages(ClassAverages.macro(metrics.scores())));
    json.set("weighted", averages(ClassAverages.weighted(metrics.scores())));
    json.put("meanRocArea", finite(verdict.meanRocArea()));
    json.put("meanAveragePrecision", finite(verdict.meanAveragePrecision()));
    json.set("classes", classes(verdict));
    ArrayNode confusions = json.putArray("largestConfusions");
    for (Confusion confusion : metrics.confusion().largest(CONFUSIONS)) {
      confusions.add(Json.tree(confusion));
    }
    if (headline || metrics.classes() <= MATRIX_CLASSES) {
      ArrayNode matrix = json.putArray("confusionMatrix");
      for (int row = 0; row < metrics.classes(); row++) {
        ArrayNode counts = matrix.addArray();
        for (int column = 0; column < metrics.classes(); column++) {
          counts.add(metrics.confusion().count(row, column));
        }
      }
    }
    return json;
  }

  private static ObjectNode temperature(List<Double> temperatures, ProbabilityScores scores) {
    ObjectNode json = Json.object();
    json.set("fitted", Json.tree(temperatures));
    json.put("negativeLogLikelihood", scores.negativeLogLikelihood());
    json.put("brierScore", scores.brierScore());
    json.put("expectedCalibrationError", scores.expectedCalibrationError());
    json.put("maximumCalibrationError", scores.maximumCalibrationError());
    json.set("calibration", calibration(scores.calibration()));
    return json;
  }

  private static ObjectNode averages(ClassAverages averages) {
    ObjectNode json = Json.object();
    json.put("precision", averages.precision());
    json.put("recall", averages.recall());
    json.put("f1", averages.f1());
    return json;
  }

  private static ArrayNode calibration(List<CalibrationBin> bins) {
    ArrayNode calibration = Json.object().putArray("bins");
    for (CalibrationBin bin : bins) {
      ObjectNode node = calibration.addObject();
      node.put("low", bin.low());
      node.put("high", bin.high());
      node.put("examples", bin.examples());
      node.put("correct", bin.correct());
      node.put("accuracy", finite(bin.accuracy()));
      node.put("confidence", finite(bin.confidence()));
    }
    return calibration;
  }

  private static ArrayNode classes(Verdict verdict) {
    ArrayNode classes = Json.object().putArray("classes");
    for (ClassScore score : verdict.metrics().scores()) {
      ObjectNode node = classes.addObject();
      node.put("label", score.label());
      node.put("support", score.support());
      node.put("predicted", score.predicted());
      node.put("precision", finite(score.precision()));
      node.put("recall", finite(score.recall()));
      node.put("f1", finite(score.f1()));
      if (!verdict.curves().isEmpty()) {
        CurvePoints curve = verdict.curves().get(score.label());
        node.put("rocArea", finite(curve.rocArea()));
        node.put("averagePrecision", finite(curve.averagePrecision()));
        if (!curve.points().isEmpty()) {
          ArrayNode points = node.putArray("curve");
          curve
              .points()
              .forEach(p -> points.addArray().add(p.truePositives()).add(p.falsePositives()));
        }
      }
    }
    return classes;
  }

  /** Null without an interval. */
  private static JsonNode interval(Interval interval) {
    return Double.isFinite(interval.low())
        ? Json.tree(List.of(interval.low(), interval.high()))
        : Json.object().nullNode();
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
