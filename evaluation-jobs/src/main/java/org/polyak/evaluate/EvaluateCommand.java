package org.polyak.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.evaluate.field.AverageRuns;
import org.polyak.evaluate.field.Field;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.PredictionFolder;
import org.polyak.evaluate.predict.PredictionPass;
import org.polyak.evaluate.report.HtmlReport;
import org.polyak.evaluate.report.MetricsJson;
import org.polyak.evaluate.report.ReportData;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.train.run.RunFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polyak evaluate}. */
@Command(
    name = "evaluate",
    description = "Judges single snapshots, their ensembles and averaged weights; writes a report.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  private static final String PREDICTIONS = "predictions";

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUN",
      description = "a run made by polyak train; may be repeated, for ensembles of several")
  private List<String> runs;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "a data set made by polyak ingest")
  private String data;

  @ArgGroup(exclusive = false)
  private RecipeOptions recipe;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description =
          "what is judged on: train, validation or test; default: evaluation.split of the recipe,"
              + " else validation")
  private String split;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "snapshots in the ensemble: the last ends of cycles, or with one cycle the last"
              + " snapshots; default: evaluation.members, else 5")
  private Integer members;

  @Option(
      names = "--average-last",
      paramLabel = "N",
      description =
          "snapshots whose weights are averaged; default: evaluation.average-last, else 3")
  private Integer averageLast;

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description =
          "the predictions of an earlier report of the same runs and data: judge them again"
              + " without predicting")
  private String predictions;

  @Option(
      names = "--plan",
      description =
          "say what prediction will take (images/s by a sample, time, memory, bytes) and write"
              + " nothing")
  private boolean plan;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "REPORT",
      description = "receives report.html, metrics.json and the predictions")
  private String output;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    if (recipe != null && recipe.printed(recipe.load())) {
      return ExitCode.OK.code();
    }
    EvaluationConfig config = config();
    Configuration hadoop = common.hadoop();
    ImageDataset dataset = ImageDataset.open(hadoop, new Path(data));
    List<EvaluatedRun> evaluated = new ArrayList<>();
    for (String run : runs) {
      EvaluatedRun one = EvaluatedRun.open(new RunFolder(hadoop, new Path(run)));
      one.check(dataset);
      evaluated.add(one);
    }
    requireImages(dataset, config.split());
    if (plan) {
      new Evaluation(common.spark("evaluate"), hadoop, evaluated, dataset, config)
          .plan()
          .lines()
          .forEach(line -> System.out.println("  " + line));
      return ExitCode.OK.code();
    }
    StageIdentity identity = identity(evaluated, dataset, config);
    Path target = new Path(output);
    Optional<JsonNode> existing =
        StageOutput.existing(hadoop, target, identity, common.overwrite());
    if (existing.isPresent()) {
      System.out.printf("evaluate: %s is already complete%n", target);
      return ExitCode.OK.code();
    }
    SparkSession spark = common.spark("evaluate");
    Evaluation evaluation = new Evaluation(spark, hadoop, evaluated, dataset, config);
    try (StageOutput stage = StageOutput.begin(hadoop, target, identity)) {
      Field field = evaluation.field();
      PredictionPass pass = evaluation.pass(field);
      // Beside the report, so that what is predicted outlives a failure.
      PredictionFolder folder = new PredictionFolder(hadoop, predictionFolder(hadoop, target));
      if (predictions == null) {
        evaluation.predict(pass, folder);
      } else {
        folder.check(pass.identity(dataset));
      }
      ReportData report = evaluation.judge(field, pass, folder);
      write(hadoop, new Path(stage.folder(), "report.html"), HtmlReport.render(report));
      if (config.keepAverages()) {
        AverageRuns.write(hadoop, new Path(stage.folder(), "averages"), evaluated, field);
      }
      keep(hadoop, folder.path(), new Path(stage.folder(), PREDICTIONS));
      ObjectNode counts = Json.object();
      counts.put("images", report.dataset().images());
      counts.put("models", field.models().size());
      stage.publish(counts, MetricsJson.of(report));
      print(report, new Path(target, "report.html"));
    }
    return ExitCode.OK.code();
  }

  private EvaluationConfig config() throws IOException {
    List<String> overrides = new ArrayList<>();
    if (split != null) {
      if (!Split.keys().contains(split)) {
        throw PolyakException.usage("--split %s: expected one of %s", split, Split.keys());
      }
      overrides.add("evaluation.split=" + split);
    }
    if (members != null) {
      overrides.add("evaluation.members=" + members);
    }
    if (averageLast != null) {
      overrides.add("evaluation.average-last=" + averageLast);
    }
    if (recipe != null) {
      List<String> all = new ArrayList<>(recipe.overrides());
      all.addAll(overrides);
      return EvaluationConfig.read(RecipeOptions.load(recipe.file(), all).root());
    }
    Recipe flags = Recipe.parse("options", "{}", overrides);
    EvaluationConfig config = EvaluationConfig.read(flags.root());
    flags.check();
    return config;
  }

  private Path predictionFolder(Configuration hadoop, Path target) throws IOException {
    if (predictions != null) {
      return new Path(predictions);
    }
    Path qualified = target.getFileSystem(hadoop).makeQualified(target);
    return new Path(qualified.getParent(), "_predictions-" + qualified.getName());
  }

  /** Predictions that this evaluation made move into the report; those of another are copied. */
  private void keep(Configuration hadoop, Path from, Path to) throws IOException {
    FileSystem fs = to.getFileSystem(hadoop);
    if (predictions == null) {
      org.polyak.pipeline.stage.WholeFile.move(fs, from, to);
    } else if (!FileUtil.copy(from.getFileSystem(hadoop), from, fs, to, false, hadoop)) {
      throw PolyakException.storage(null, "Cannot copy %s to %s", from, to);
    }
  }

  private static void requireImages(ImageDataset dataset, Split judged) {
    if (dataset.info().rows(judged) == 0) {
      throw PolyakException.data(
          "%s has no %s images; it has %s",
          dataset.folder(), judged.key(), String.join(" and ", dataset.info().splits().keySet()));
    }
  }

  private static StageIdentity identity(
      List<EvaluatedRun> runs, ImageDataset dataset, EvaluationConfig config) {
    ObjectNode inputs = Json.object();
    inputs.put("dataset", dataset.info().fingerprint());
    ArrayNode identities = inputs.putArray("runs");
    runs.forEach(run -> identities.add(run.description().identity()));
    return new StageIdentity("evaluate", inputs, config.resolved());
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
