package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.evaluate.combine.Fitting;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.evaluate.field.Field;
import org.polyak.evaluate.judge.Gallery;
import org.polyak.evaluate.judge.Judgement;
import org.polyak.evaluate.metric.ClassScore;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Interval;
import org.polyak.evaluate.metric.Verdict;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.report.Candidate;
import org.polyak.evaluate.report.DatasetFacts;
import org.polyak.evaluate.report.ErrorSlice;
import org.polyak.evaluate.report.ReportData;
import org.polyak.evaluate.report.RunCurve;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.train.run.RunDescription;

/** Puts what is known of runs and their evaluation into the form of a report. */
final class RunReport {

  private final Configuration hadoop;
  private final List<EvaluatedRun> runs;
  private final ImageDataset dataset;
  private final EvaluationConfig config;
  private final Split fitted;

  /**
   * @param fitted the split that temperatures and weights were fitted on
   */
  RunReport(
      Configuration hadoop,
      List<EvaluatedRun> runs,
      ImageDataset dataset,
      EvaluationConfig config,
      Split fitted) {
    this.hadoop = hadoop;
    this.runs = runs;
    this.dataset = dataset;
    this.config = config;
    this.fitted = fitted;
  }

  /** The contender of the lowest top-1 error, then of the lowest negative log likelihood. */
  static int headline(List<Verdict> verdicts) {
    int best = 0;
    for (int i = 1; i < verdicts.size(); i++) {
      ClassificationMetrics a = verdicts.get(i).metrics();
      ClassificationMetrics b = verdicts.get(best).metrics();
      int byError = Long.compare(a.topErrors(1), b.topErrors(1));
      if (byError < 0 || (byError == 0 && a.negativeLogLikelihood() < b.negativeLogLikelihood())) {
        best = i;
      }
    }
    return best;
  }

  /** The report. */
  ReportData of(Field field, Judgement judgement, int headline, Gallery gallery)
      throws IOException {
    RunDescription description = runs.get(0).description();
    List<Candidate> candidates =
        IntStream.range(0, field.contenders().size())
            .mapToObj(i -> candidate(field.contenders().get(i), judgement.verdicts().get(i)))
            .toList();
    List<RunCurve> curves = new ArrayList<>();
    for (EvaluatedRun run : runs) {
      curves.add(RunHistory.of(hadoop, run.folder(), run.epochs()));
    }
    return new ReportData(
        "%s on %s".formatted(networks(), dataset.folder().getName()),
        versions(description),
        new DatasetFacts(
            dataset.folder().getName(),
            config.split().key(),
            dataset.info().rows(config.split()),
            dataset.info().labels(),
            quarantined()),
        candidates,
        candidates.get(headline).name(),
        candidates.get(field.reference()).name(),
        fitting(),
        judgement.pairs(),
        sizes(judgement, headline),
        frequencies(judgement.verdicts().get(headline).metrics()),
        curves,
        gallery.mistakes(),
        gallery.uncertain(),
        gallery.confused(),
        config.topK(),
        configuration(description),
        warnings());
  }

  private String networks() {
    return String.join(
        " and ", runs.stream().map(run -> run.description().network()).distinct().toList());
  }

  private Candidate candidate(Contender contender, Verdict verdict) {
    int views =
        config.tests().stream()
            .filter(test -> test.toString().equals(contender.crops()))
            .findFirst()
            .orElseThrow()
            .forwardPasses();
    return new Candidate(
        contender.name(),
        contender.kind(),
        switch (contender.fitting()) {
          case NONE -> contender.combination().rule().key();
          case LIKELIHOOD -> "fitted-weights";
          case GREEDY -> "greedy-selection";
        },
        contender.members(),
        contender.fitting() == Fitting.NONE ? List.of() : meanWeights(contender),
        contender.crops(),
        views * contender.used().size(),
        contender.note(),
        verdict);
  }

  private static List<Double> meanWeights(Contender contender) {
    List<List<Double>> weights = contender.combination().weights();
    return IntStream.range(0, contender.members().size())
        .mapToObj(i -> weights.stream().mapToDouble(w -> w.get(i)).average().orElseThrow())
        .toList();
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

  private JsonNode configuration(RunDescription description) {
    ObjectNode configuration = Json.object();
    configuration.setAll((ObjectNode) description.identity().path("configuration").deepCopy());
    configuration.set("evaluation", config.resolved());
    return configuration;
  }

  private Map<String, Long> quarantined() throws IOException {
    Map<String, Long> reasons = new TreeMap<>();
    Path file = new Path(dataset.folder(), StageOutput.METRICS);
    if (file.getFileSystem(hadoop).exists(file)) {
      Json.read(hadoop, file)
          .path("quarantined-by-reason")
          .fields()
          .forEachRemaining(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    }
    return reasons;
  }

  private String fitting() {
    return fitted == config.split()
        ? "Temperatures and weights were fitted on one half of these images and used on the other,"
            + " and the other way round: no image has a part in what it is judged by."
        : "Temperatures and weights were fitted on the %s split.".formatted(fitted.key());
  }

  private static List<ErrorSlice> sizes(Judgement judgement, int headline) {
    return judgement.sizes().stream()
        .map(
            slice ->
                slice(
                    "%,d to %,d pixels"
                        .formatted(slice.fewestPixels(), 2L * slice.fewestPixels() - 1),
                    slice.images(),
                    slice.errors().get(headline)))
        .toList();
  }

  /** Classes by doublings of the number of their training images. */
  private List<ErrorSlice> frequencies(ClassificationMetrics metrics) {
    Map<String, Long> counts =
        dataset.statistics().counts().getOrDefault(Split.TRAIN.key(), Map.of());
    TreeMap<Integer, long[]> slices = new TreeMap<>();
    for (ClassScore score : metrics.scores()) {
      long training = counts.getOrDefault(dataset.info().labels().get(score.label()), 0L);
      long[] slice =
          slices.computeIfAbsent(
              63 - Long.numberOfLeadingZeros(Math.max(1, training)), k -> new long[2]);
      slice[0] += score.support();
      slice[1] += score.support() - metrics.confusion().count(score.label(), score.label());
    }
    List<ErrorSlice> result = new ArrayList<>();
    slices.forEach(
        (octave, slice) -> {
          if (slice[0] > 0) {
            result.add(
                slice(
                    "classes of %,d to %,d training images"
                        .formatted(1L << octave, (2L << octave) - 1),
                    slice[0],
                    slice[1]));
          }
        });
    return result;
  }

  private static ErrorSlice slice(String name, long images, long errors) {
    Interval interval = Interval.wilson(errors, images);
    return new ErrorSlice(name, images, errors, interval.low(), interval.high());
  }

  private List<String> warnings() {
    Split split = config.split();
    List<String> warnings = new ArrayList<>();
    if (runs.stream()
        .anyMatch(
            run -> !dataset.info().fingerprint().equals(run.description().datasetFingerprint()))) {
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
    for (EvaluatedRun run : runs) {
      String loss = run.description().loss();
      if (!loss.equals("softmax")) {
        warnings.add(
            "%s was trained with the loss %s, whose outputs are scores: its probabilities are their"
                    .formatted(run.folder().path().getName(), loss)
                + " softmax. Errors are what they are of any loss; log likelihoods, Brier scores and"
                + " calibration say how well softmax reads the scores, and a fitted temperature"
                + " brings them to scale.");
      }
    }
    if (split == Split.TRAIN) {
      warnings.add("These are training images: the figures say nothing about new ones.");
    }
    return warnings;
  }
}
