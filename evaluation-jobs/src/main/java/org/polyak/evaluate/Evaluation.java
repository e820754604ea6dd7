package org.polyak.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.config.EvaluationConfig;
import org.polyak.evaluate.field.Field;
import org.polyak.evaluate.field.FieldMaker;
import org.polyak.evaluate.judge.ClassCurves;
import org.polyak.evaluate.judge.Fits;
import org.polyak.evaluate.judge.Gallery;
import org.polyak.evaluate.judge.JudgePlan;
import org.polyak.evaluate.judge.Judgement;
import org.polyak.evaluate.judge.TemperatureFit;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.metric.Verdict;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.CostPlan;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Prediction;
import org.polyak.evaluate.predict.PredictionFolder;
import org.polyak.evaluate.predict.PredictionPass;
import org.polyak.evaluate.predict.RunInput;
import org.polyak.evaluate.report.CandidateKind;
import org.polyak.evaluate.report.ReportData;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;

/** An evaluation, step by step: predict, fit, judge, look. */
final class Evaluation {

  private static final int SLICE = 1024;

  private static final int PARTS_OF_A_CORE = 4;

  /** Forward passes from which on the time that prediction takes is measured before. */
  private static final long LONG = 50_000;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final List<EvaluatedRun> runs;
  private final ImageDataset dataset;
  private final EvaluationConfig config;
  private final Split fitted;
  private final Halves halves;
  private final List<RunInput> inputs = new ArrayList<>();

  Evaluation(
      SparkSession session,
      Configuration hadoop,
      List<EvaluatedRun> runs,
      ImageDataset dataset,
      EvaluationConfig config)
      throws IOException {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.hadoop = hadoop;
    this.runs = runs;
    this.dataset = dataset;
    this.config = config;
    // Without validation images what is judged is divided, and fitted and judged crosswise.
    this.fitted = dataset.info().rows(Split.VALIDATION) > 0 ? Split.VALIDATION : config.split();
    this.halves = new Halves(config.seed(), fitted == config.split());
    for (EvaluatedRun run : runs) {
      config.tests().forEach(test -> test.check(run.network()));
      inputs.add(new RunInput(run.description(), run.folder().normalization(spark)));
    }
  }

  /** Reads snapshots and averages weights. */
  Field field() throws IOException {
    return new FieldMaker(spark, runs, inputs, dataset, fitted, config).make();
  }

  /** What prediction will take. Means of weights are counted and not made. */
  CostPlan plan() throws IOException {
    Field singles =
        new FieldMaker(spark, runs, inputs, dataset, fitted, config.withoutAverages()).make();
    int averages = config.averages().size() * runs.size();
    int ofRuns = config.averageRuns() && runs.size() > 1 ? 1 : 0;
    long images = dataset.info().rows(config.split());
    images += fitted == config.split() ? 0 : dataset.info().rows(fitted);
    return pass(singles)
        .plan(spark, dataset, config.split(), images, singles.models().size() + averages + ofRuns);
  }

  /** The pass that predicts with a field. */
  PredictionPass pass(Field field) {
    return new PredictionPass(inputs, field.models(), config.tests());
  }

  /**
   * Predicts all splits that are judged or fitted on, and says before what that takes; what is
   * there already stays.
   */
  void predict(PredictionPass pass, PredictionFolder folder) throws IOException {
    long images = pass.missing(dataset, config.split(), folder);
    images += fitted == config.split() ? 0 : pass.missing(dataset, fitted, folder);
    if (images > 0) {
      announce(pass, images);
    }
    pass.run(spark, dataset, config.split(), folder);
    if (fitted != config.split()) {
      pass.run(spark, dataset, fitted, folder);
    }
  }

  /** The whole plan takes a sample of a second or two, which short predictions are not worth. */
  private void announce(PredictionPass pass, long images) {
    CostPlan.Passes passes = pass.passes(images);
    if (passes.all() < LONG) {
      System.err.printf("prediction: %s%n", passes);
      return;
    }
    System.err.println("prediction:");
    pass.plan(spark, dataset, config.split(), images, passes.models())
        .lines()
        .forEach(line -> System.err.println("  " + line));
  }

  /** Judges predictions. */
  ReportData judge(Field field, PredictionPass pass, PredictionFolder folder) throws IOException {
    JavaRDD<Prediction> kept = read(pass, folder, config.split());
    JavaRDD<Prediction> keptToFit = fitted == config.split() ? kept : read(pass, folder, fitted);
    JavaRDD<Prediction> judged = parts(kept);
    JavaRDD<Prediction> fittedOn = parts(keptToFit);
    try {
      Field whole =
          field.with(new Fits(halves, config.greedyAdditions()).fit(fittedOn, field.contenders()));
      double[][] inverses = TemperatureFit.inverses(fittedOn, whole.contenders(), halves);
      JudgePlan plan =
          new JudgePlan(
              whole.contenders(),
              inverses,
              halves,
              dataset.info().labels().size(),
              config.calibrationBins(),
              config.bootstrap(),
              field.reference());
      Judgement judgement = Judgement.of(judged, plan, singles(whole.contenders()));
      int headline = RunReport.headline(judgement.verdicts());
      Judgement complete = withCurves(judged, whole.contenders(), judgement, headline);
      long rows = dataset.info().rows(config.split());
      JavaRDD<Slice> slices =
          Slices.of(spark, dataset, config.split(), 0, rows, (int) ((rows + SLICE - 1) / SLICE));
      Gallery gallery =
          Gallery.of(
              slices,
              judged,
              whole.contenders().get(headline),
              halves,
              complete.verdicts().get(headline).metrics().confusion());
      return new RunReport(hadoop, runs, dataset, config, fitted)
          .of(whole, complete, headline, gallery);
    } finally {
      kept.unpersist(false);
      if (keptToFit != kept) {
        keptToFit.unpersist(false);
      }
    }
  }

  private JavaRDD<Prediction> read(PredictionPass pass, PredictionFolder folder, Split split)
      throws IOException {
    return pass.read(spark, dataset, split, folder).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** So few that what is summed of each, bootstrap and all, does not grow with the images. */
  private JavaRDD<Prediction> parts(JavaRDD<Prediction> predictions) {
    return predictions.coalesce(PARTS_OF_A_CORE * spark.defaultParallelism());
  }

  /** Curves of all contenders, or, of very many scores, of the headline's alone. */
  private Judgement withCurves(
      JavaRDD<Prediction> judged, List<Contender> contenders, Judgement judgement, int headline) {
    long scores =
        dataset.info().rows(config.split()) * dataset.info().labels().size() * contenders.size();
    boolean all = scores <= ClassCurves.ALL;
    List<List<CurvePoints>> curves =
        ClassCurves.of(
            session,
            judged,
            all ? contenders : List.of(contenders.get(headline)),
            halves,
            judgement.verdicts().get(headline).metrics(),
            all ? headline : 0);
    List<Verdict> verdicts = new ArrayList<>(judgement.verdicts());
    if (all) {
      for (int i = 0; i < verdicts.size(); i++) {
        verdicts.set(i, verdicts.get(i).with(curves.get(i)));
      }
    } else {
      verdicts.set(headline, verdicts.get(headline).with(curves.get(0)));
    }
    return new Judgement(verdicts, judgement.pairs(), judgement.sizes());
  }

  /** Single snapshots with the first crop set: how alike they are says what ensembles can gain. */
  private List<Integer> singles(List<Contender> contenders) {
    String first = config.tests().get(0).toString();
    return IntStream.range(0, contenders.size())
        .filter(
            i ->
                contenders.get(i).kind() == CandidateKind.SINGLE
                    && contenders.get(i).crops().equals(first))
        .boxed()
        .toList();
  }
}
