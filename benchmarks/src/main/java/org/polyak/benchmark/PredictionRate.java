package org.polyak.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polyak.augment.view.CropSet;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.predict.PredictionFolder;
import org.polyak.evaluate.predict.PredictionPass;
import org.polyak.evaluate.predict.RunInput;
import org.polyak.evaluate.predict.TestTime;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.run.RunFolder;

/**
 * Prediction as evaluation does it, from Parquet to Parquet on {@code local[2]}, against the bare
 * network in a loop on two threads, in turns in one process; and several models against one. Beside
 * rates stands the processor time that the process took, which other processes disturb less.
 */
public final class PredictionRate {

  private static final int CORES = 2;
  private static final int BATCH = 128;

  private PredictionRate() {}

  /**
   * Arguments: run, data set, split, turns, models that are compared with one (1 for none), a
   * folder to write to.
   */
  public static void main(String[] arguments) throws Exception {
    Configuration hadoop = new Configuration();
    EvaluatedRun run = EvaluatedRun.open(new RunFolder(hadoop, new Path(arguments[0])));
    ImageDataset dataset = ImageDataset.open(hadoop, new Path(arguments[1]));
    Split split = Split.of(arguments[2]);
    int turns = Integer.parseInt(arguments[3]);
    int models = Integer.parseInt(arguments[4]);
    long images = dataset.info().rows(split);
    SparkSession session =
        SparkSession.builder()
            .master("local[" + CORES + "]")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    try {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      RunInput input = new RunInput(run.description(), run.folder().normalization(spark));
      Model model = Model.of("0", 0, run.snapshot(run.lastEpoch()).state());
      List<Cost> bare = new ArrayList<>();
      List<Cost> one = new ArrayList<>();
      List<Cost> several = new ArrayList<>();
      for (int turn = 0; turn <= turns; turn++) {
        Cost alone = bare(run, model, images);
        Cost single = pass(spark, dataset, split, input, model, 1, arguments[5]);
        System.out.printf(
            Locale.ROOT,
            "%s: bare network %s, 1 model %s%n",
            turn == 0 ? "warm-up" : "turn " + turn,
            alone.text(images),
            single.text(images));
        if (turn > 0) {
          bare.add(alone);
          one.add(single);
          if (models > 1) {
            Cost all = pass(spark, dataset, split, input, model, models, arguments[5]);
            several.add(all);
            System.out.printf(Locale.ROOT, "  %d models %s%n", models, all.text(images));
          }
        }
      }
      print("by the clock", Cost::seconds, bare, one, models, several);
      print("by processor time", Cost::processor, bare, one, models, several);
    } finally {
      session.stop();
    }
  }

  /**
   * What some work took.
   *
   * @param seconds by the clock
   * @param processor seconds of all threads of the process
   */
  private record Cost(double seconds, double processor) {

    String text(long images) {
      return String.format(
          Locale.ROOT, "%,.0f images/s (%.2f processor s)", images / seconds, processor);
    }
  }

  /** Measures from when it is made on. */
  private static final class Watch {

    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long clock = System.nanoTime();
    private final long processor = SYSTEM.getProcessCpuTime();

    Cost stop() {
      return new Cost(
          (System.nanoTime() - clock) / 1e9, (SYSTEM.getProcessCpuTime() - processor) / 1e9);
    }
  }

  private static void print(
      String how,
      ToDoubleFunction<Cost> what,
      List<Cost> bare,
      List<Cost> one,
      int models,
      List<Cost> several) {
    System.out.printf(
        Locale.ROOT,
        "medians %s: 1 model at %.3f of the bare network's rate",
        how,
        median(bare, what) / median(one, what));
    if (!several.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "; %d models cost %.2f times one",
          models,
          median(several, what) / median(one, what));
    }
    System.out.println();
  }

  private static Cost bare(EvaluatedRun run, Model model, long images) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CORES);
    try {
      List<Engine> engines =
          IntStream.range(0, CORES)
              .mapToObj(
                  i ->
                      Engines.create(
                          run.description().engine(), run.network(), run.description().threads()))
              .toList();
      Watch watch = new Watch();
      List<Future<?>> loops =
          engines.stream()
              .map(engine -> threads.submit(() -> loop(run, engine, model, images / CORES)))
              .collect(Collectors.toList());
      for (Future<?> loop : loops) {
        loop.get();
      }
      Cost cost = watch.stop();
      engines.forEach(Engine::close);
      return cost;
    } finally {
      threads.shutdown();
    }
  }

  private static void loop(EvaluatedRun run, Engine engine, Model model, long images) {
    float[] pixels = new float[BATCH * run.network().input().size()];
    float[] logits = new float[BATCH * run.network().classes()];
    for (long done = 0; done < images; done += BATCH) {
      engine.logits(
          model.state().parameters(),
          model.state().statistics(),
          (int) Math.min(BATCH, images - done),
          pixels,
          logits);
    }
  }

  private static Cost pass(
      JavaSparkContext spark,
      ImageDataset dataset,
      Split split,
      RunInput input,
      Model model,
      int count,
      String work)
      throws IOException {
    List<Model> models =
        IntStream.range(0, count)
            .mapToObj(i -> new Model(String.valueOf(i), 0, model.state()))
            .toList();
    Path folder = new Path(work, "predictions-" + count);
    Configuration hadoop = spark.hadoopConfiguration();
    folder.getFileSystem(hadoop).delete(folder, true);
    Watch watch = new Watch();
    new PredictionPass(List.of(input), models, List.of(TestTime.of(CropSet.centre())))
        .run(spark, dataset, split, new PredictionFolder(hadoop, folder));
    return watch.stop();
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> what) {
    double[] sorted = costs.stream().mapToDouble(what).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
