package org.polyak.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.averaging.EpochTrainer;
import org.polyak.train.averaging.EpochTrainer.EpochResult;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.averaging.Validation;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.schedule.Schedule;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/** Epoch after epoch: train, validate, write the curve, take snapshots. */
final class TrainingLoop {

  private final TrainingConfig config;
  private final RunFolder folder;
  private final RunDescription description;
  private final EpochTrainer trainer;
  private final Validation validation;
  private final long examplesPerEpoch;

  /**
   * @param validation null if the data set has no validation split
   */
  TrainingLoop(
      TrainingConfig config,
      RunFolder folder,
      RunDescription description,
      EpochTrainer trainer,
      Validation validation,
      long examplesPerEpoch) {
    this.config = config;
    this.folder = folder;
    this.description = description;
    this.trainer = trainer;
    this.validation = validation;
    this.examplesPerEpoch = examplesPerEpoch;
  }

  /** Goes on from a snapshot to the last epoch; gives the snapshot there. */
  Snapshot run(Snapshot from) throws IOException {
    SnapshotStore store = folder.snapshots();
    Snapshot at = from;
    long total = examplesPerEpoch * config.epochs();
    try (Progress progress = Progress.of("train", total, "images", from.header().examples())) {
      while (at.header().epoch() < config.epochs()) {
        at = epoch(at, progress);
        folder.writeHistory(at.header().history());
        if (isSnapshotDue(at.header())) {
          store.write(at);
          store.prune(config.snapshots().keepLast(), lasting(at.header()));
        }
      }
    }
    return at;
  }

  private Snapshot epoch(Snapshot before, Progress progress) {
    Snapshot.Header header = before.header();
    int epoch = header.epoch();
    long began = System.nanoTime();
    EpochResult result =
        trainer.train(
            before.state(),
            epoch,
            (examples, loss) ->
                progress.advance(
                    examples,
                    String.format(
                        Locale.ROOT, "epoch %d/%d  loss %.3f", epoch + 1, config.epochs(), loss)));
    double seconds = (System.nanoTime() - began) / 1e9;
    HistoryPoint point = point(header, result, seconds);
    progress.message(line(point));
    List<HistoryPoint> history = new ArrayList<>(header.history());
    history.add(point);
    return new Snapshot(
        new Snapshot.Header(
            header.network(),
            epoch + 1,
            header.round() + result.rounds(),
            point.examples(),
            description.cycleEnds().contains(epoch + 1),
            history,
            header.identity()),
        result.state());
  }

  private HistoryPoint point(Snapshot.Header before, EpochResult result, double seconds) {
    int epoch = before.epoch() + 1;
    Schedule schedule = config.schedule();
    // The last step of an epoch starts one step of all replicas before its end.
    double lastStep = epoch - (double) config.batchSize() * config.replicas() / examplesPerEpoch;
    Validation.Score score = isValidationDue(epoch) ? validate(result.state()) : null;
    return new HistoryPoint(
        epoch,
        before.examples() + result.examples(),
        schedule.rate(Math.max(epoch - 1, lastStep)),
        result.loss(),
        Double.isNaN(result.accuracy()) ? null : result.accuracy(),
        score == null ? null : score.loss(),
        score == null ? null : score.accuracy(),
        seconds);
  }

  private Validation.Score validate(ReplicaState state) {
    return validation.score(state);
  }

  private boolean isValidationDue(int epoch) {
    return validation != null && (epoch % config.validateEvery() == 0 || epoch == config.epochs());
  }

  private boolean isSnapshotDue(Snapshot.Header header) {
    return header.cycleEnd()
        || header.epoch() % config.snapshots().every() == 0
        || header.epoch() == config.epochs();
  }

  /** Epochs whose snapshots are never pruned: ends of cycles and the best so far. */
  private Set<Integer> lasting(Snapshot.Header header) {
    Set<Integer> lasting = new HashSet<>(description.cycleEnds());
    header.history().stream()
        .filter(p -> p.validationAccuracy() != null)
        .max(Comparator.comparingDouble(HistoryPoint::validationAccuracy))
        .ifPresent(best -> lasting.add(best.epoch()));
    return lasting;
  }

  private String line(HistoryPoint point) {
    String line =
        String.format(
            Locale.ROOT,
            "epoch %d/%d  rate %.3g  train loss %.4f",
            point.epoch(),
            config.epochs(),
            point.rate(),
            point.trainLoss());
    if (point.trainAccuracy() != null) {
      line += String.format(Locale.ROOT, "  error %.2f %%", 100 * (1 - point.trainAccuracy()));
    }
    if (point.validationLoss() != null) {
      line +=
          String.format(
              Locale.ROOT,
              "  validation loss %.4f  error %.2f %%",
              point.validationLoss(),
              100 * (1 - point.validationAccuracy()));
    }
    return line
        + String.format(
            Locale.ROOT,
            "  %,.0f images/s  %s",
            examplesPerEpoch / point.seconds(),
            Progress.duration(point.seconds()));
  }
}
