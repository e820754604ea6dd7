package org.polyak.train.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.polyak.augment.image.NormalizationMode;
import org.polyak.pipeline.config.Section;
import org.polyak.train.adversarial.AdversarialConfig;
import org.polyak.train.average.AverageConfig;
import org.polyak.train.averaging.mode.AveragingConfig;
import org.polyak.train.averaging.mode.Periods;
import org.polyak.train.device.Devices;
import org.polyak.train.divergence.DivergencePolicy;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engines;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.Losses;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.optimizer.Clipping;
import org.polyak.train.optimizer.Lbfgs;
import org.polyak.train.optimizer.Optimizer;
import org.polyak.train.optimizer.OptimizerRecipe;
import org.polyak.train.optimizer.Sgd;
import org.polyak.train.plateau.Plateau;
import org.polyak.train.regularization.Regularization;
import org.polyak.train.schedule.ConstantSchedule;
import org.polyak.train.schedule.Schedule;
import org.polyak.train.schedule.ScheduleRecipe;
import org.polyak.train.schedule.TrainingSchedule;
import org.polyak.train.snapshot.SnapshotPolicy;
import org.polyak.train.stopping.EarlyStopping;

/**
 * The {@code network} and {@code training} parts of a recipe.
 *
 * @param network the network
 * @param engine what computes it: {@code auto}, {@code onednn}, {@code nd4j}, {@code dl4j} or
 *     {@code java}
 * @param compute what its training passes compute in
 * @param devices what it computes on
 * @param master what averages: {@code polyak}, or {@code dl4j} for dl4j-spark's own
 * @param seed of initialisation, order and augmentation
 * @param epochs passes over the training split
 * @param batchSize images of one step of one replica
 * @param replicas logical replicas W
 * @param averaging how replicas become one
 * @param threads threads of one replica; part of the experiment, since sums depend on it
 * @param loss what training makes small
 * @param adversarial images that are changed against the network
 * @param optimizer the update rule, with decay and penalties
 * @param schedule the learning rate, and the momentum if it changes
 * @param plateau when the rate is lowered for what has been reached
 * @param averages averages over time that are kept
 * @param snapshots when snapshots are taken and which stay
 * @param divergence what is done when training diverges
 * @param earlyStopping when training ends before its last epoch
 * @param validateEvery epochs between validations
 * @param normalization what pixels are normalised by
 * @param whiteningEpsilon added to variances before they are divided by; 0 unless whitening
 */
public record TrainingConfig(
    NetworkConfig network,
    String engine,
    ComputeType compute,
    Devices devices,
    String master,
    long seed,
    int epochs,
    int batchSize,
    int replicas,
    AveragingConfig averaging,
    int threads,
    Loss loss,
    AdversarialConfig adversarial,
    Optimizer optimizer,
    TrainingSchedule schedule,
    Plateau plateau,
    AverageConfig averages,
    SnapshotPolicy snapshots,
    DivergencePolicy divergence,
    EarlyStopping earlyStopping,
    int validateEvery,
    NormalizationMode normalization,
    double whiteningEpsilon)
    implements Serializable {

  /** Polyak's own averaging. */
  public static final String POLYAK = "polyak";

  /** dl4j-spark's averaging, and the engine under it. */
  public static final String DL4J = "dl4j";

  private static final double WHITENING_EPSILON = 1e-3;

  /** The same with an engine that was chosen for {@code auto}. */
  public TrainingConfig withEngine(String chosen) {
    return with(chosen, schedule, averaging);
  }

  /** The same with another schedule. */
  public TrainingConfig withSchedule(TrainingSchedule other) {
    return with(engine, other, averaging);
  }

  /** The same with an averaging period that was chosen when the run started. */
  public TrainingConfig withAveraging(AveragingConfig chosen) {
    return with(engine, schedule, chosen);
  }

  private TrainingConfig with(
      String otherEngine, TrainingSchedule otherSchedule, AveragingConfig otherAveraging) {
    return new TrainingConfig(
        network,
        otherEngine,
        compute,
        devices,
        master,
        seed,
        epochs,
        batchSize,
        replicas,
        otherAveraging,
        threads,
        loss,
        adversarial,
        optimizer,
        otherSchedule,
        plateau,
        averages,
        snapshots,
        divergence,
        earlyStopping,
        validateEvery,
        normalization,
        whiteningEpsilon);
  }

  /** What to tell the user of a combination that trains, but not well. */
  public Optional<String> advice() {
    boolean constant = schedule.rate() instanceof ConstantSchedule && !plateau.isOn();
    return optimizer.rule() instanceof Sgd && constant
        ? Optional.of(
            "sgd needs a rate that falls to come to rest: training.schedule.name is constant")
        : Optional.empty();
  }

  /** Reads a recipe; problems are left in it. */
  public static TrainingConfig read(Section root) {
    Section training = root.section("training");
    int epochs = training.integer("epochs", 10, 1, 100_000);
    String master = training.oneOf("master", POLYAK, List.of(POLYAK, DL4J));
    AverageConfig averages = AverageConfig.read(training, epochs);
    NormalizationMode normalization =
        NormalizationMode.ofKey(
            training.oneOf(
                "normalization",
                NormalizationMode.CHANNEL_MEAN_DEVIATION.key(),
                NormalizationMode.keys()));
    Optimizer optimizer = OptimizerRecipe.read(training);
    TrainingSchedule schedule =
        ScheduleRecipe.read(training.section("schedule"), epochs, optimizer.rule().hasMomentum());
    Plateau plateau = Plateau.read(training.section("schedule"), epochs);
    if (plateau.isOn() && averages.swaRate() > 0) {
      training
          .section("averages")
          .section("swa")
          .problem("rate", "with training.schedule.name: plateau the rate is the schedule's");
    }
    if (master.equals(DL4J)) {
      checkForDl4j(training, optimizer);
    }
    String engine = engine(training, master);
    Devices devices = Devices.read(training);
    return new TrainingConfig(
        NetworkConfig.read(root.section("network")),
        engine,
        ComputeType.read(training, engine, devices),
        devices,
        master,
        training.wholeNumber("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
        epochs,
        training.integer("batch-size", 64, 1, 65_536),
        training.integer("replicas", 2, 1, 4_096),
        averaging(training, master, schedule.rate(), optimizer),
        training.integer("threads-per-replica", 1, 1, 256),
        loss(training, master),
        adversarial(training, master, normalization),
        optimizer,
        averages.rate(schedule, epochs),
        plateau,
        averages,
        SnapshotPolicy.read(training.section("snapshots")),
        DivergencePolicy.read(training.section("divergence")),
        EarlyStopping.read(training.section("early-stopping")),
        training.integer("validate-every", 1, 1, 100_000),
        normalization,
        normalization.isWhitening()
            ? training.decimal("whitening-epsilon", WHITENING_EPSILON, 1e-9, 1)
            : 0);
  }

  private static AveragingConfig averaging(
      Section training, String master, Schedule schedule, Optimizer optimizer) {
    AveragingConfig averaging =
        AveragingConfig.read(training.section("averaging"), schedule, optimizer.rule());
    if (master.equals(DL4J) && !averaging.beyondPlain().isEmpty()) {
      training.problem(
          "averaging",
          "master dl4j averages every period steps, updater and all: expected period alone, found "
              + String.join(", ", averaging.beyondPlain()));
    }
    if (!(optimizer.rule() instanceof Lbfgs)) {
      return averaging;
    }
    if (training.section("averaging").has("period") || !averaging.beyondPlain().isEmpty()) {
      training.problem(
          "averaging",
          "lbfgs takes one step an epoch, with the mean gradient of all replicas: expected nothing"
              + " here");
    }
    return averaging.withPeriod(Periods.EPOCH);
  }

  private static Loss loss(Section training, String master) {
    Loss loss = Losses.read(training.section("loss"));
    if (master.equals(DL4J) && !loss.equals(new SoftmaxCrossEntropy())) {
      training.problem(
          "loss", "master dl4j trains with softmax cross entropy, without label smoothing");
    }
    return loss;
  }

  private static AdversarialConfig adversarial(
      Section training, String master, NormalizationMode normalization) {
    AdversarialConfig adversarial = AdversarialConfig.read(training.section("adversarial"));
    if (adversarial.isOn() && master.equals(DL4J)) {
      training.problem("adversarial", "master dl4j does not change images; take master polyak");
    }
    if (adversarial.isOn() && normalization.takesComponents()) {
      training.problem(
          "adversarial",
          "training.normalization: %s mixes the pixels that would be moved; take %s"
              .formatted(normalization.key(), NormalizationMode.CHANNEL_MEAN_DEVIATION.key()));
    }
    return adversarial;
  }

  /** dl4j-spark's master brings its engine with it. */
  private static String engine(Section training, String master) {
    String engine = training.oneOf("engine", Engines.AUTO, Engines.names());
    if (!master.equals(DL4J) || engine.equals(DL4J)) {
      return engine;
    }
    if (!engine.equals(Engines.AUTO)) {
      training.problem("engine", "master dl4j trains with DL4J: expected auto or dl4j");
    }
    return DL4J;
  }

  /** dl4j-spark's master is a baseline: it knows the usual momentum and weight decay. */
  private static void checkForDl4j(Section training, Optimizer optimizer) {
    Optimizer usual =
        new Optimizer(
            optimizer.rule(),
            optimizer.weightDecay(),
            false,
            false,
            Clipping.NONE,
            Regularization.NONE,
            List.of());
    boolean sgd = optimizer.rule() instanceof Sgd rule && rule.form() == Sgd.Form.ACCUMULATING;
    if (!sgd || !optimizer.equals(usual)) {
      training.problem(
          "optimizer",
          "master dl4j trains with sgd and weight-decay alone; take master polyak for more");
    }
  }
}
