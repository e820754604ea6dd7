package org.polyak.train.averaging;

import java.util.Arrays;
import java.util.List;
import org.polyak.augment.Augmenter;
import org.polyak.augment.batch.BatchMixer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.adversarial.FastGradientSign;
import org.polyak.train.averaging.RoundResult.PhaseSeconds;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.data.Slice;
import org.polyak.train.device.AssignedDevice;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Network;
import org.polyak.train.optimizer.Updater;

/**
 * One logical replica: takes the steps of a round on its own images. It has no memory that matters
 * between rounds, only buffers that are worth keeping. Not thread-safe.
 */
final class Replica implements AutoCloseable {

  private final TrainingSpec spec;
  private final int number;
  private final AssignedDevice device;
  private final Network network;
  private final Engine engine;
  private final Updater updater;
  private final Augmenter augmenter;
  private final BatchMixer mixer;
  private final BatchAhead batches;
  private final FastGradientSign adversary;
  private final float[] byImages;
  private final float[] gradient;
  private final float[] batchStatistics;
  private int[] order = new int[0];
  private long orderEpoch = -1;
  private double readSeconds = -1;

  /**
   * @param device to which the calling thread is bound
   */
  Replica(TrainingSpec spec, int number, AssignedDevice device) {
    this.device = device;
    TrainingConfig config = spec.config();
    this.spec = spec;
    this.number = number;
    this.network = spec.network();
    this.engine =
        Engines.create(config.engine(), network, config.loss(), config.compute(), config.threads());
    this.updater = config.optimizer().on(network);
    this.augmenter =
        new Augmenter(
            spec.policy(),
            spec.normalization(),
            spec.components(),
            spec.input().height(),
            spec.input().width(),
            config.seed());
    this.mixer =
        new BatchMixer(
            spec.policy().mixing(),
            config.seed(),
            spec.input().height(),
            spec.input().width(),
            spec.input().channels(),
            spec.classes());
    this.batches =
        new BatchAhead(
            config.batchSize() * spec.input().size(),
            config.batchSize() * spec.classes(),
            BusyThreads.OF_PROCESS,
            config.threads());
    boolean adversarial = config.adversarial().isOn();
    this.adversary =
        adversarial
            ? new FastGradientSign(config.adversarial().epsilon(), spec.normalization())
            : null;
    this.byImages = new float[adversarial ? config.batchSize() * spec.input().size() : 0];
    this.gradient = new float[network.parameterCount()];
    this.batchStatistics = new float[network.statisticsCount()];
  }

  /**
   * Takes the steps of a round.
   *
   * @param now the run as it is in this round: the schedule may have changed since the last one
   * @param start what this replica starts from; not modified
   * @param epoch epochs completed before
   * @param round round of the epoch, from 0
   * @param slice this replica's images
   * @param prepared seconds spent before, for the account
   */
  RoundResult run(
      TrainingSpec now, ReplicaState start, int epoch, int round, Slice slice, double prepared) {
    ReplicaState state = start.copy();
    EpochPlan plan = spec.plan(epoch);
    shuffle(epoch, slice.images().size());
    long examples = 0;
    long correct = 0;
    double lossSum = 0;
    long augmentNanos = 0;
    long stepNanos = 0;
    int last = plan.firstStep(number, round + 1);
    batches.begin(
        (step, images, targets) -> batch(slice.images(), epoch, step, images, targets), last);
    for (int step = plan.firstStep(number, round); step < last; step++) {
      long start0 = System.nanoTime();
      Batch batch = batches.next(step);
      long start1 = System.nanoTime();
      BatchResult result = step(state, batch, now.rate(epoch, step), now.momentum(epoch, step));
      augmentNanos += start1 - start0;
      stepNanos += System.nanoTime() - start1;
      examples += batch.size();
      correct += result.correct();
      lossSum += result.loss() * batch.size();
    }
    batches.end();
    return new RoundResult(
        number,
        state,
        examples,
        lossSum,
        correct,
        new PhaseSeconds(prepared, readSeconds(slice), augmentNanos / 1e9, stepNanos / 1e9));
  }

  /** What reading the slice took, if it was read for this round; no two readings take the same. */
  private double readSeconds(Slice slice) {
    double before = readSeconds;
    readSeconds = slice.readSeconds();
    return readSeconds == before ? 0 : readSeconds;
  }

  private void shuffle(int epoch, int size) {
    if (orderEpoch != epoch) {
      order = EpochOrder.of(spec.config().seed(), epoch, number, size);
      orderEpoch = epoch;
    }
  }

  private Batch batch(
      List<ImageRecord> slice, int epoch, int step, float[] images, float[] targets) {
    int size = spec.plan().batch(number, step);
    int first = spec.plan().firstExample(step);
    Arrays.fill(targets, 0, size * spec.classes(), 0);
    for (int i = 0; i < size; i++) {
      ImageRecord image = slice.get(order[first + i]);
      augmenter.apply(epoch, image, images, i * spec.input().size());
      targets[i * spec.classes() + image.label()] = 1;
    }
    mixer.apply(epoch, (long) number << Integer.SIZE | step, size, images, targets);
    augmenter.complete(images, size);
    return new Batch(
        size, images, targets, RandomKey.ofStep(spec.config().seed(), epoch, number, step));
  }

  private BatchResult step(ReplicaState state, Batch batch, double rate, double momentum) {
    if (adversary != null) {
      engine.imageGradient(state.parameters(), batch, byImages);
      int changed = spec.config().adversarial().count(batch.size());
      adversary.apply(batch.images(), byImages, changed * spec.input().size());
    }
    BatchResult result = engine.gradient(state.parameters(), batch, gradient, batchStatistics);
    updater.step(state.parameters(), gradient, state.updater(), rate, momentum);
    RunningStatistics.update(network, state.statistics(), batchStatistics);
    return result;
  }

  /** Where its buffers are. */
  AssignedDevice device() {
    return device;
  }

  @Override
  public void close() {
    batches.close();
    engine.close();
  }
}
