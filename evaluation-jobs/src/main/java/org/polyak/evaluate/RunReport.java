package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Field;
import org.polyak.evaluate.report.Candidate;
import org.polyak.evaluate.report.CurvePoint;
import org.polyak.evaluate.report.DatasetFacts;
import org.polyak.evaluate.report.Mistake;
import org.polyak.evaluate.report.ReportData;
import org.polyak.evaluate.report.SnapshotMark;
import org.polyak.evaluate.report.Timing;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.run.RunDescription;
import org.polyak.train.snapshot.HistoryPoint;

/** Puts what is known of a run and its evaluation into the form of a report. */
final class RunReport {

  private final EvaluatedRun run;
  private final ImageDataset dataset;
  private final Split split;
  private final List<Contender> contenders;
  private final List<Candidate> candidates;

  /**
   * @param metrics in the order of the field's contenders
   */
  RunReport(
      EvaluatedRun run,
      ImageDataset dataset,
      Split split,
      Field field,
      List<ClassificationMetrics> metrics) {
    this.run = run;
    this.dataset = dataset;
    this.split = split;
    this.contenders = field.contenders();
    this.candidates =
        IntStream.range(0, contenders.size())
            .mapToObj(i -> candidate(contenders.get(i), metrics.get(i)))
            .toList();
  }

  /** The contender of the lowest top-1 error, then of the lowest negative log likelihood. */
  Contender headline() {
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      ClassificationMetrics a = candidates.get(i).metrics();
      ClassificationMetrics b = candidates.get(best).metrics();
      int byError = Long.compare(a.topErrors(1), b.topErrors(1));
      if (byError < 0 || (byError == 0 && a.negativeLogLikelihood() < b.negativeLogLikelihood())) {
        best = i;
      }
    }
    return contenders.get(best);
  }

  /** The report with the mistakes of the headline contender. */
  ReportData with(List<Mistake> mistakes) throws IOException {
    RunDescription description = run.description();
    return new ReportData(
        "%s on %s".formatted(description.network(), dataset.folder().getName()),
        versions(description),
        new DatasetFacts(
            dataset.folder().getName(),
            split.key(),
            dataset.info().rows(split),
            dataset.info().labels()),
        candidates,
        headline().name(),
        curve(),
        run.epochs().stream().map(e -> new SnapshotMark(e, "epoch-" + e)).toList(),
        mistakes,
        timings(),
        description.identity().path("configuration"),
        warnings());
  }

  private static Candidate candidate(Contender contender, ClassificationMetrics metrics) {
    return new Candidate(
        contender.name(), contender.kind(), contender.members(), contender.cost(), metrics);
  }

  private static Map<String, String> versions(RunDescription description) {
    Map<String, String> versions = new LinkedHashMap<>();
    description
        .versions()
        .fields()
        .forEachRemaining(field -> versions.put(field.getKey(), field.getValue().asText()));
    versions.put("engine", description.engineLine());
    return versions;
  }

  private List<CurvePoint> curve() throws IOException {
    JsonNode training = run.description().identity().path("configuration").path("training");
    long batch = training.path("batch-size").asLong(1) * training.path("replicas").asLong(1);
    List<CurvePoint> curve = new ArrayList<>();
    for (HistoryPoint p : run.snapshot(run.lastEpoch()).header().history()) {
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
    return curve;
  }

  private List<Timing> timings() throws IOException {
    List<Timing> timings = new ArrayList<>();
    run.folder()
        .metrics()
        .path("seconds")
        .fields()
        .forEachRemaining(
            phase -> timings.add(new Timing(phase.getKey(), phase.getValue().asDouble())));
    return timings;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!dataset.info().fingerprint().equals(run.description().datasetFingerprint())) {
      warnings.add(
          "The data set is not the one that the network was trained on: images of the "
              + split.key()
              + " split may have been trained on.");
    }
    if (split == Split.VALIDATION && dataset.info().rows(Split.TEST) == 0) {
      warnings.add(
          "The data set has no test images. The figures are of the validation split, by which"
              + " choices are made, and flatter what is chosen by them.");
    }
    if (split == Split.TRAIN) {
      warnings.add("These are training images: the figures say nothing about new ones.");
    }
    return warnings;
  }
}
