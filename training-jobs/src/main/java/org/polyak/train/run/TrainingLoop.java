package org.polyak.train.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.average.TimeAverages;
import org.polyak.train.averaging.EpochPlan;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.EpochTrainer;
import org.polyak.train.averaging.EpochTrainer.EpochResult;
import org.polyak.train.averaging.EpochTrainer.Round;
import org.polyak.train.averaging.Timeline;
import org.polyak.train.averaging.TimelineFile;
import org.polyak.train.averaging.Validation;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.divergence.DivergedException;
import org.polyak.train.divergence.DivergencePolicy;
import org.polyak.train.divergence.DivergenceWatch;
import org.polyak.train.divergence.RateDrop;
import org.polyak.train.optimizer.Updater;
import org.polyak.train.schedule.Moment;
import org.polyak.train.schedule.TrainingSchedule;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotPolicy;
import org.polyak.train.snapshot.SnapshotStore;
import org.polyak.train.stopping.Best;
import org.polyak.train.stopping.EarlyStopping;

/**
 * Epoch after epoch: train, validate, write the curve, take snapshots; ends early if asked, and
 * goes back to a snapshot when training diverges, if asked.
 */
final class TrainingLoop implements AutoCloseable {

  private final TrainingConfig config;
  private final RunFolder folder;
  private final RunDescription description;
  private final Snapshot beginning;
  private final Function<TrainingSchedule, EpochTrainer> trainers;
  private final Validation validation;
  private final long examplesPerEpoch;
  private final SnapshotStore store;
  private final Updater updater;
  private EpochTrainer trainer;
  private List<TrainingSchedule.Drop> divergences;
  private TrainingSchedule schedule;
  private TimeAverages averages = TimeAverages.NONE;
  private long lastSnapshotNanos = System.nanoTime();

  /**
   * @param beginning before the first step
   * @param trainers make a trainer that follows a schedule
   * @param validation null if the data set has no validation split
   */
  TrainingLoop(
      TrainingConfig config,
      RunFolder folder,
      RunDescription description,
      Snapshot beginning,
      Function<TrainingSchedule, EpochTrainer> trainers,
      Validation validation,
      long examplesPerEpoch)
      throws IOException {
    this.config = config;
    this.folder = folder;
    this.description = description;
    this.beginning = beginning;
    this.trainers = trainers;
    this.validation = validation;
    this.examplesPerEpoch = examplesPerEpoch;
    this.store = folder.snapshots();
    this.updater = config.optimizer().on(description.toNetwork());
    follow(folder.rateDrops());
  }

  /** Goes on from the last snapshot, or from the beginning, to the end; gives the model. */
  Snapshot run() throws IOException {
    Snapshot at = latest();
    if (at.header().round() > 0) {
      System.err.printf("resuming %s after %s%n", folder.path(), place(at.header()));
      folder.writeHistory(at.header().history());
    }
    resumeTimeline(at.header());
    while (!isOver(at.header())) {
      try (Progress progress = progress(at.header())) {
        while (!isOver(at.header())) {
          at = epoch(at, progress);
        }
      } catch (DivergedException e) {
        at = goBack(e);
      }
    }
    store.deleteWithinEpochs();
    return restored(at);
  }

  /** Where the time went. */
  Timeline timeline() {
    return trainer.timeline();
  }

  @Override
  public void close() {
    trainer.close();
  }

  private Snapshot latest() throws IOException {
    return store.latest(description.stageIdentity(), System.err::println).orElse(beginning);
  }

  private Progress progress(Snapshot.Header from) {
    return Progress.of("train", examplesPerEpoch * config.epochs(), "images", from.examples());
  }

  private boolean isOver(Snapshot.Header header) {
    return header.epoch() == config.epochs()
        || config.earlyStopping().decide(header.history()).isPresent();
  }

  private Snapshot epoch(Snapshot before, Progress progress) throws IOException {
    Snapshot.Header header = before.header();
    DivergenceWatch watch =
        new DivergenceWatch(
            config.divergence(),
            config.loss().ofEqualLogits(description.labels().size()),
            header.recentLosses());
    averages = before.averages();
    lowerOnPlateau(header.history());
    long began = System.nanoTime();
    EpochResult result;
    try {
      result =
          trainer.train(
              before.state(),
              before.memory(),
              header.epoch(),
              header.within(),
              round -> {
                watch.check(round, header.epoch(), rate(header.epoch(), round.position()));
                averages =
                    averages.afterRound(
                        config.averages(),
                        header.epoch(),
                        steps(round),
                        round.state().parameters());
                progress.advance(
                    round.examples(), CurveLine.note(header.epoch(), config.epochs(), round));
                snapshotWithinEpoch(header, round, watch, seconds(header, began));
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    HistoryPoint point = point(header, result, seconds(header, began));
    progress.message(CurveLine.of(point, config.epochs(), examplesPerEpoch));
    List<HistoryPoint> history = new ArrayList<>(header.history());
    history.add(point);
    Snapshot after =
        new Snapshot(
            new Snapshot.Header(
                header.network(),
                point.epoch(),
                EpochPosition.START,
                header.round() - header.within().rounds() + result.rounds(),
                point.examples(),
                description.cycleEnds().contains(point.epoch()),
                0,
                history,
                watch.recentLosses(),
                header.identity()),
            result.state(),
            result.memory(),
            averages.afterEpoch(
                config.averages(),
                point.epoch(),
                description.cycleEnds().contains(point.epoch()),
                result.state().parameters()));
    announceDrop(history, progress);
    snapshotAfterEpoch(after);
    folder.writeHistory(history);
    folder.writeTimeline(trainer.timeline().file());
    return after;
  }

  /** Of all replicas at once, a last and smaller batch being one too. */
  private int steps(Round round) {
    long images = (long) config.batchSize() * config.replicas();
    return Math.toIntExact((round.examples() + images - 1) / images);
  }

  private static double seconds(Snapshot.Header header, long began) {
    return header.seconds() + (System.nanoTime() - began) / 1e9;
  }

  private HistoryPoint point(Snapshot.Header before, EpochResult result, double seconds) {
    int epoch = before.epoch() + 1;
    Validation.Score score = isValidationDue(epoch) ? validation.score(result.state()) : null;
    return new HistoryPoint(
        epoch,
        before.examples() - before.within().examples() + result.examples(),
        rateOfLastStep(before.epoch()),
        result.loss(),
        Double.isNaN(result.accuracy()) ? null : result.accuracy(),
        score == null ? null : score.loss(),
        score == null ? null : score.accuracy(),
        seconds,
        updater.penalty(result.state().parameters()));
  }

  private double rateOfLastStep(int epoch) {
    // When a step is taken does not depend on the period.
    EpochPlan plan = new EpochPlan(examplesPerEpoch, config.replicas(), config.batchSize(), 1);
    return schedule.rate(plan.moment(epoch, plan.steps(0) - 1));
  }

  private boolean isValidationDue(int epoch) {
    return validation != null
        && (epoch % config.validateEvery() == 0
            || epoch == config.epochs()
            || config.earlyStopping().isCheck(epoch));
  }

  private void snapshotWithinEpoch(
      Snapshot.Header start, Round round, DivergenceWatch watch, double seconds) {
    EpochPosition position = round.position();
    long rounds = start.round() - start.within().rounds() + position.rounds();
    if (position.examples() == examplesPerEpoch
        || !config.snapshots().isDueAfterRound(rounds, minutesSinceSnapshot())) {
      return;
    }
    write(
        new Snapshot(
            new Snapshot.Header(
                start.network(),
                start.epoch(),
                position,
                rounds,
                start.examples() - start.within().examples() + position.examples(),
                false,
                seconds,
                start.history(),
                watch.recentLosses(),
                start.identity()),
            round.state(),
            round.memory(),
            averages));
  }

  private void snapshotAfterEpoch(Snapshot snapshot) {
    Snapshot.Header header = snapshot.header();
    if (isOver(header)
        || chosen(header).contains(header.epoch())
        || config.snapshots().isDueAfterEpoch(header, minutesSinceSnapshot())) {
      write(snapshot);
    }
  }

  private double minutesSinceSnapshot() {
    return (System.nanoTime() - lastSnapshotNanos) / 60e9;
  }

  private void write(Snapshot snapshot) {
    try {
      store.write(snapshot);
      SnapshotPolicy policy = config.snapshots();
      store.prune(policy.kept(store.epochs(), description.cycleEnds(), chosen(snapshot.header())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastSnapshotNanos = System.nanoTime();
  }

  /** Epochs whose snapshots are wanted for what they have reached. */
  private Set<Integer> chosen(Snapshot.Header header) {
    Set<Integer> chosen = new HashSet<>();
    if (config.snapshots().keepBest()) {
      Best.of(config.earlyStopping().metricOfBest(), header.history())
          .ifPresent(best -> chosen.add(best.epoch()));
    }
    chosen.add(config.earlyStopping().candidate(header.history()));
    return chosen;
  }

  private Snapshot goBack(DivergedException diverged) throws IOException {
    DivergencePolicy policy = config.divergence();
    Snapshot good = latest();
    String named =
        good.header().round() == 0
            ? "no snapshot was taken before"
            : "the last good snapshot is " + store.file(good.header());
    List<RateDrop> drops = folder.rateDrops();
    if (policy.action() == DivergencePolicy.Action.STOP) {
      throw PolyakException.diverged(
          "Training diverged: %s; %s. training.divergence.action: lower-rate goes back and on with"
              + " a lower rate",
          diverged.getMessage(), named);
    }
    if (drops.size() >= policy.maximumTimes()) {
      throw PolyakException.diverged(
          "Training diverged again after the rate was lowered %d times (training.divergence"
              + ".maximum-times): %s; %s",
          drops.size(), diverged.getMessage(), named);
    }
    RateDrop drop =
        new RateDrop(
            good.header().epoch(),
            good.header().within().rounds(),
            progress(good.header().epoch(), good.header().within()),
            policy.factor(),
            diverged.getMessage());
    folder.addRateDrop(drop);
    System.err.printf(
        "Training diverged: %s. Going back to %s and on with the rate times %s%n",
        diverged.getMessage(), place(good.header()), policy.factor());
    trainer.close();
    follow(folder.rateDrops());
    resumeTimeline(good.header());
    return good;
  }

  private void follow(List<RateDrop> drops) {
    divergences =
        drops.stream()
            .map(drop -> new TrainingSchedule.Drop(drop.progress(), drop.factor()))
            .toList();
    schedule = config.schedule().lowered(divergences);
    trainer = trainers.apply(schedule);
  }

  /** The rate of the next epoch is a function of the curve before it, which snapshots hold. */
  private void lowerOnPlateau(List<HistoryPoint> history) {
    List<TrainingSchedule.Drop> drops = new ArrayList<>(divergences);
    drops.addAll(config.plateau().drops(history));
    TrainingSchedule lowered = config.schedule().lowered(drops);
    if (!lowered.equals(schedule)) {
      schedule = lowered;
      trainer.follow(lowered);
    }
  }

  private void announceDrop(List<HistoryPoint> history, Progress progress) {
    int epoch = history.get(history.size() - 1).epoch();
    boolean drops =
        config.plateau().drops(history).stream().anyMatch(drop -> drop.epoch() == epoch);
    if (drops && epoch < config.epochs()) {
      lowerOnPlateau(history);
      progress.message(
          String.format(
              Locale.ROOT,
              "%s has stopped improving: from epoch %d on the rate is %.4g",
              config.plateau().metric().key(),
              epoch + 1,
              rate(epoch, EpochPosition.START)));
    }
  }

  private void resumeTimeline(Snapshot.Header from) throws IOException {
    Optional<TimelineFile> written = folder.timeline();
    if (written.isPresent()) {
      trainer.timeline().resume(written.get(), from.epoch());
    }
  }

  private double rate(int epoch, EpochPosition position) {
    double part = (double) position.examples() / examplesPerEpoch;
    return schedule.rate(new Moment(epoch, part, part));
  }

  /** In epochs of examples, as a step's rate is looked up. */
  private double progress(int epoch, EpochPosition position) {
    return epoch + (double) position.examples() / examplesPerEpoch;
  }

  private Snapshot restored(Snapshot end) throws IOException {
    EarlyStopping stopping = config.earlyStopping();
    Optional<EarlyStopping.Stop> stop = stopping.decide(end.header().history());
    if (stop.isEmpty()) {
      return end;
    }
    System.err.printf(
        "stopping early: %s%s%n",
        stop.get().reason(), stopping.restore() ? "; going back to it" : "");
    if (!stopping.restore()) {
      return end;
    }
    Snapshot model = store.read(stop.get().model());
    store.deleteAfter(stop.get().model());
    return model;
  }

  private static String place(Snapshot.Header header) {
    return header.isEpochEnd()
        ? "epoch %d".formatted(header.epoch())
        : "epoch %d, round %d".formatted(header.epoch() + 1, header.within().rounds());
  }
}
