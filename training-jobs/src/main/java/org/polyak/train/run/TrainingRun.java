package org.polyak.train.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.PolicyFit;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.pipeline.stage.Versions;
import org.polyak.train.average.TimeAverage;
import org.polyak.train.average.TimeAverages;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.AveragingRounds;
import org.polyak.train.averaging.EpochPlan;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.EpochTrainer;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.averaging.RunningStatistics;
import org.polyak.train.averaging.TimeBudget;
import org.polyak.train.averaging.Timeline;
import org.polyak.train.averaging.TrainingSpec;
import org.polyak.train.averaging.Validation;
import org.polyak.train.averaging.mode.AveragingConfig;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.data.Slice;
import org.polyak.train.data.Slices;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.dl4j.Dl4jMaster;
import org.polyak.train.initialization.Initializer;
import org.polyak.train.network.Downsampling;
import org.polyak.train.network.Network;
import org.polyak.train.schedule.TrainingSchedule;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;
import org.polyak.train.stopping.Best;
import org.polyak.train.stopping.EarlyStopping;
import org.polyak.train.stopping.Metric;

/** A training run from the first or the last snapshot to its end. */
public final class TrainingRun {

  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final AugmentationPolicy policy;
  private final ImageDataset dataset;
  private final RunFolder folder;

  /**
   * @param config with a resolved engine
   * @param folder free, or with a run of the same identity to be resumed
   */
  public TrainingRun(
      JavaSparkContext spark,
      TrainingConfig config,
      AugmentationPolicy policy,
      ImageDataset dataset,
      RunFolder folder) {
    this.spark = spark;
    this.config = config;
    this.policy = policy;
    this.dataset = dataset;
    this.folder = folder;
  }

  /**
   * Whether there is nothing to do. Clears the folder if it is to be overwritten.
   *
   * @throws PolyakException with a conflict if something else is in the folder
   */
  public static boolean isComplete(RunFolder folder, StageIdentity identity, boolean overwrite)
      throws IOException {
    if (!folder.started()) {
      if (folder.hasForeignContent()) {
        throw PolyakException.conflict(
            "%s exists and is not a training run; choose another output or remove it",
            folder.path());
      }
      return false;
    }
    String difference = identity.differenceFrom(folder.description().identity());
    if (difference.isEmpty()) {
      return folder.complete();
    }
    if (!overwrite) {
      throw PolyakException.conflict(
          "%s holds a run that was made differently: %s; choose another output, or --overwrite",
          folder.path(), difference);
    }
    folder.delete();
    return false;
  }

  /** Trains to the end and completes the folder. */
  public void train(StageIdentity identity, String engineLine) throws IOException {
    Instant started = Instant.now();
    checkDataset();
    InputNormalization input = InputNormalization.of(spark, config, dataset);
    TrainingSpec spec = spec(input.normalization(), config.schedule(), config.averaging());
    new PolicyFit(policy, spec.components(), spec.input().height(), spec.input().width())
        .check(spark.hadoopConfiguration(), dataset);
    Network network = spec.network();
    FullBatch.check(spec, network);
    RunDescription description = description(spec, input.matrixDigest(), identity, engineLine);
    if (!folder.started()) {
      folder.begin(description);
    }
    if (input.matrixFile() != null) {
      folder.keepMatrix(input.matrixFile());
    }
    folder.deleteUnfinished();
    Snapshot beginning = beginning(network, spec, identity);
    AveragingConfig averaging = averaging(spec, beginning);
    announce(network, spec, averaging);
    input.scale().warning().ifPresent(TrainingRun::warn);
    Downsampling.warning(network).ifPresent(TrainingRun::warn);
    config.advice().ifPresent(TrainingRun::warn);
    new Initializer(config.network().initialization(), network)
        .warning()
        .ifPresent(TrainingRun::warn);
    Validation validation =
        dataset.info().rows(Split.VALIDATION) == 0
            ? null
            : new Validation(
                spark, spec, Slices.of(spark, dataset, Split.VALIDATION, validationSlices()));
    try (TrainingLoop loop =
        new TrainingLoop(
            config,
            folder,
            description,
            beginning,
            schedule -> trainer(spec(input.normalization(), schedule, averaging)),
            validation,
            spec.plan().examples())) {
      Snapshot model = loop.run();
      ObjectNode averages = averages(model, description, input.normalization(), validation);
      complete(identity, model, averages, loop.timeline(), started);
    }
  }

  private void checkDataset() {
    if (config.master().equals(TrainingConfig.DL4J) && !policy.mixing().isNone()) {
      throw PolyakException.usage(
          "training.master: %s does not mix images; leave augmentation.mixup and"
              + " augmentation.cutmix out, or take %s",
          TrainingConfig.DL4J, TrainingConfig.POLYAK);
    }
    if (config.adversarial().isOn() && !Engines.givesImageGradients(config.engine())) {
      throw PolyakException.usage(
          "training.adversarial: the engine %s does not give gradients by images; choose another by"
              + " training.engine",
          config.engine());
    }
    long examples = dataset.info().rows(Split.TRAIN);
    if (examples < config.replicas()) {
      throw PolyakException.data(
          "%s has %d training images, too few for %d replicas",
          dataset.folder(), examples, config.replicas());
    }
    checkValidation("training.early-stopping.metric", config.earlyStopping().metric());
    checkValidation("training.schedule.metric", config.plateau().metric());
  }

  private void checkValidation(String key, Metric metric) {
    if (metric != null && metric.isOfValidation() && dataset.info().rows(Split.VALIDATION) == 0) {
      throw PolyakException.data(
          "%s has no validation split, which %s: %s needs", dataset.folder(), key, metric.key());
    }
  }

  private TrainingSpec spec(
      Normalization normalization, TrainingSchedule schedule, AveragingConfig averaging) {
    Network network = DatasetNetwork.of(config, dataset);
    return new TrainingSpec(
        UUID.randomUUID().toString(),
        config.withSchedule(schedule).withAveraging(averaging),
        network.input(),
        network.classes(),
        new EpochPlan(
            dataset.info().rows(Split.TRAIN),
            config.replicas(),
            config.batchSize(),
            averaging.periods().at(0)),
        policy,
        normalization,
        ColourComponents.of(dataset.statistics()));
  }

  private Snapshot beginning(Network network, TrainingSpec spec, StageIdentity identity)
      throws IOException {
    float[] parameters =
        new FirstParameters(spark.hadoopConfiguration(), config, dataset).of(network, spec);
    return new Snapshot(
        new Snapshot.Header(
            network.name(),
            0,
            EpochPosition.START,
            0,
            0,
            false,
            0,
            List.of(),
            List.of(),
            identity.json()),
        new ReplicaState(
            parameters,
            new float[config.optimizer().on(network).stateSize()],
            RunningStatistics.initial(network)),
        AveragingMemory.NONE,
        TimeAverages.start(config.averages()));
  }

  /** With the period that rounds of so many seconds have in this run, if that is asked for. */
  private AveragingConfig averaging(TrainingSpec spec, Snapshot beginning) throws IOException {
    if (config.averaging().seconds() == 0) {
      return config.averaging();
    }
    Optional<TimeBudget> known = folder.timeBudget();
    if (known.isEmpty()) {
      JavaRDD<Slice> slices = Slices.of(spark, dataset, Split.TRAIN, config.replicas());
      known = Optional.of(TimeBudget.measure(spark, spec, slices, beginning.state()));
      folder.keepTimeBudget(known.get());
    }
    System.err.printf(
        Locale.ROOT,
        "rounds of %.3g s: %d steps of %.3g s each, as kept in averaging.json%n",
        known.get().seconds(),
        known.get().period(),
        known.get().secondsPerStep());
    return config.averaging().withPeriod(known.get().period());
  }

  private EpochTrainer trainer(TrainingSpec spec) {
    return config.master().equals(TrainingConfig.DL4J)
        ? new Dl4jMaster(spark, spec, Slices.of(spark, dataset, Split.TRAIN, config.replicas()))
        : new AveragingRounds(
            spark, spec, Slices.of(spark, dataset, Split.TRAIN, config.replicas()));
  }

  /** As many as replicas, so that the sums of validation too depend on the recipe alone. */
  private int validationSlices() {
    return (int) Math.min(config.replicas(), dataset.info().rows(Split.VALIDATION));
  }

  private RunDescription description(
      TrainingSpec spec, String matrix, StageIdentity identity, String engineLine) {
    return new RunDescription(
        RunDescription.SCHEMA,
        config.network().name(),
        config.network().recipe(),
        spec.input().height(),
        spec.input().width(),
        dataset.info().labels(),
        spec.normalization().mean(),
        spec.normalization().deviation(),
        matrix,
        dataset.folder().toString(),
        dataset.info().fingerprint(),
        config.engine(),
        engineLine,
        config.threads(),
        config.schedule().cycleEnds(),
        identity.json(),
        Versions.json());
  }

  private void announce(Network network, TrainingSpec spec, AveragingConfig averaging) {
    System.err.printf(
        Locale.ROOT,
        "%s: %,d parameters; %,d images, %d replicas of %d images a step, averaged by %s %s%n",
        network.name(),
        network.parameterCount(),
        spec.plan().examples(),
        config.replicas(),
        config.batchSize(),
        config.master(),
        averaging.periods());
  }

  private static void warn(String warning) {
    System.err.println("Warning: " + warning);
  }

  /** Writes averages over time with statistics of their own, and judges them. */
  private ObjectNode averages(
      Snapshot model,
      RunDescription description,
      Normalization normalization,
      Validation validation)
      throws IOException {
    ObjectNode metrics = Json.object();
    for (TimeAverage average : model.averages().averages()) {
      if (average.weight() == 0) {
        warn("nothing was averaged for training.averages." + average.kind().key());
        continue;
      }
      float[] statistics =
          BatchNormEstimation.of(spark, description, normalization, dataset, average.parameters());
      ReplicaState state = new ReplicaState(average.parameters(), new float[0], statistics);
      folder.snapshots().write(average.kind(), new Snapshot(model.header(), state));
      ObjectNode figures = metrics.putObject(average.kind().key());
      figures.put("snapshot", folder.snapshots().file(average.kind()).getName());
      if (validation != null) {
        Validation.Score score = validation.score(state);
        figures.put("validationLoss", score.loss());
        figures.put("validationAccuracy", score.accuracy());
        System.err.printf(
            Locale.ROOT,
            "%s: validation loss %.4f  error %.2f %%%n",
            average.kind().key(),
            score.loss(),
            100 * (1 - score.accuracy()));
      }
    }
    return metrics;
  }

  private void complete(
      StageIdentity identity,
      Snapshot model,
      ObjectNode averages,
      Timeline timeline,
      Instant started)
      throws IOException {
    Snapshot.Header header = model.header();
    HistoryPoint last = header.history().get(header.history().size() - 1);
    ObjectNode counts = Json.object();
    counts.put("epochs", header.epoch());
    counts.put("rounds", header.round());
    counts.put("examples", header.examples());
    ObjectNode metrics = Json.object();
    metrics.set("last", Json.tree(last));
    metrics.put("snapshot", folder.snapshots().file(header).getName());
    Optional<Best> best = Best.of(config.earlyStopping().metricOfBest(), folder.history());
    if (best.isPresent()) {
      metrics.set("best", best(best.get()));
    }
    metrics.set("averages", averages);
    metrics.put("stoppedEarly", stoppedEarly());
    metrics.set("rateDrops", Json.tree(folder.rateDrops()));
    metrics.set("seconds", Json.tree(timeline.seconds()));
    metrics.put("medianRoundOverheadSeconds", timeline.medianOverhead());
    folder.complete(metrics, StageOutput.manifest(identity, counts, started));
    System.out.printf(
        Locale.ROOT,
        "train: %d epochs, %,d images, train loss %.4f%s%n  run: %s%n",
        header.epoch(),
        header.examples(),
        last.trainLoss(),
        last.validationAccuracy() == null
            ? ""
            : String.format(
                Locale.ROOT, ", validation error %.2f %%", 100 * (1 - last.validationAccuracy())),
        folder.path());
  }

  private ObjectNode best(Best best) throws IOException {
    ObjectNode json = Json.object();
    json.put("metric", best.metric().key());
    json.put("epoch", best.epoch());
    json.put("value", best.value());
    SnapshotStore snapshots = folder.snapshots();
    json.put(
        "snapshot",
        snapshots.epochs().contains(best.epoch()) ? snapshots.file(best.epoch()).getName() : null);
    return json;
  }

  /** Why training ended before its last epoch; null if it did not. */
  private String stoppedEarly() throws IOException {
    return config
        .earlyStopping()
        .decide(folder.history())
        .map(EarlyStopping.Stop::reason)
        .orElse(null);
  }
}
