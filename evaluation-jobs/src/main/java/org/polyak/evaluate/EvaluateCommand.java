package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polyak.augment.image.Normalization;
import org.polyak.evaluate.judge.Judgement;
import org.polyak.evaluate.judge.Mistakes;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Field;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.PredictionTable;
import org.polyak.evaluate.predict.Predictions;
import org.polyak.evaluate.report.HtmlReport;
import org.polyak.evaluate.report.MetricsJson;
import org.polyak.evaluate.report.Mistake;
import org.polyak.evaluate.report.ReportData;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.train.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polyak evaluate}. */
@Command(
    name = "evaluate",
    description = "Judges single snapshots, their ensemble and averaged weights; writes a report.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUN",
      description = "a run made by polyak train")
  private String run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "a data set made by polyak ingest")
  private String data;

  @Option(
      names = "--split",
      defaultValue = "validation",
      paramLabel = "SPLIT",
      description = "what is judged on: train, validation or test; default: ${DEFAULT-VALUE}")
  private String split;

  @Option(
      names = "--members",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "snapshots in the ensemble: the last ends of cycles, or with one cycle the last"
              + " snapshots; default: ${DEFAULT-VALUE}")
  private int members;

  @Option(
      names = "--average-last",
      defaultValue = "3",
      paramLabel = "N",
      description = "snapshots whose weights are averaged; default: ${DEFAULT-VALUE}")
  private int averageLast;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "REPORT",
      description = "receives report.html, metrics.json and the predictions")
  private String output;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = common.hadoop();
    Split judged = split();
    EvaluatedRun evaluated = EvaluatedRun.open(new RunFolder(hadoop, new Path(run)));
    ImageDataset dataset = ImageDataset.open(hadoop, new Path(data));
    evaluated.check(dataset);
    requireImages(dataset, judged);
    StageIdentity identity = identity(evaluated, dataset);
    Path target = new Path(output);
    Optional<JsonNode> existing =
        StageOutput.existing(hadoop, target, identity, common.overwrite());
    if (existing.isPresent()) {
      System.out.printf("evaluate: %s is already complete%n", target);
      return ExitCode.OK.code();
    }
    SparkSession spark = common.spark("evaluate");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (StageOutput stage = StageOutput.begin(hadoop, target, identity)) {
      Normalization normalization = evaluated.folder().normalization(context);
      Field field = Field.of(context, evaluated, normalization, dataset, members, averageLast);
      ReportData report;
      try (Predictions predictions =
          Predictions.of(
              context, evaluated.description(), normalization, dataset, judged, field.models())) {
        PredictionTable.write(
            spark,
            predictions.all(),
            field.models().stream().map(Model::name).toList(),
            new Path(stage.folder(), "predictions").toString());
        report = judge(evaluated, dataset, judged, field, predictions);
      }
      write(hadoop, new Path(stage.folder(), "report.html"), HtmlReport.render(report));
      ObjectNode counts = Json.object();
      counts.put("images", report.dataset().images());
      counts.put("models", field.models().size());
      stage.publish(counts, MetricsJson.of(report));
      print(report, new Path(target, "report.html"));
    }
    return ExitCode.OK.code();
  }

  private ReportData judge(
      EvaluatedRun evaluated,
      ImageDataset dataset,
      Split judged,
      Field field,
      Predictions predictions)
      throws IOException {
    List<ClassificationMetrics> metrics =
        Judgement.of(predictions.all(), field.contenders(), dataset.info().labels().size());
    RunReport report = new RunReport(evaluated, dataset, judged, field, metrics);
    List<Mistake> mistakes =
        Mistakes.of(
            predictions.slices(), predictions.all(), report.headline(), ReportData.MISTAKES);
    return report.with(mistakes);
  }

  private Split split() {
    try {
      return Split.of(split);
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage("--split %s: expected one of %s", split, Split.keys());
    }
  }

  private static void requireImages(ImageDataset dataset, Split judged) {
    if (dataset.info().rows(judged) == 0) {
      throw PolyakException.data(
          "%s has no %s images; it has %s",
          dataset.folder(), judged.key(), String.join(" and ", dataset.info().splits().keySet()));
    }
  }

  private StageIdentity identity(EvaluatedRun evaluated, ImageDataset dataset) {
    ObjectNode inputs = Json.object();
    inputs.put("dataset", dataset.info().fingerprint());
    inputs.set("run", evaluated.description().identity());
    ObjectNode configuration = Json.object();
    configuration.put("split", split);
    configuration.put("members", members);
    configuration.put("average-last", averageLast);
    return new StageIdentity("evaluate", inputs, configuration);
  }

  private static void write(Configuration hadoop, Path file, String text) throws IOException {
    try (FSDataOutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void print(ReportData report, Path page) {
    System.out.printf(
        Locale.ROOT,
        "evaluate: %,d %s images%n",
        report.dataset().images(),
        report.dataset().split());
    int width = report.candidates().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    report
        .candidates()
        .forEach(
            c ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-" + width + "s  top-1 error %6.2f %%  top-5 error %6.2f %%  nll %.4f%n",
                    c.name(),
                    100 * c.metrics().topError(1),
                    100 * c.metrics().topError(5),
                    c.metrics().negativeLogLikelihood()));
    System.out.printf("  report: %s%n", page);
  }
}
