package org.polyak.train.divergence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.polyak.train.averaging.EpochTrainer.Round;
import org.polyak.train.averaging.ReplicaState;

/**
 * Looks at each round when it is done. What it remembers, the losses of the last rounds, is part of
 * a snapshot, so that a resumed run judges as one that was not stopped.
 */
public final class DivergenceWatch {

  private final DivergencePolicy policy;
  private final double guessing;
  private final Deque<Double> recent;

  /**
   * @param guessing loss of guessing: that of equal logits
   * @param recentLosses what a snapshot remembers
   */
  public DivergenceWatch(DivergencePolicy policy, double guessing, List<Double> recentLosses) {
    this.policy = policy;
    this.guessing = guessing;
    this.recent = new ArrayDeque<>(recentLosses);
  }

  /** Losses of the last rounds, the oldest first. */
  public List<Double> recentLosses() {
    return List.copyOf(recent);
  }

  /**
   * Judges a round and remembers its loss.
   *
   * @param epoch epochs completed before
   * @param rate learning rate at its end
   * @throws DivergedException if training has diverged
   */
  public void check(Round round, int epoch, double rate) {
    String place =
        String.format(
            Locale.ROOT,
            "in epoch %d, round %d, at a rate of %.3g",
            epoch + 1,
            round.position().rounds(),
            rate);
    List<Double> losses = round.replicaLosses();
    long broken = losses.stream().filter(loss -> !Double.isFinite(loss)).count();
    if (broken > 0) {
      throw new DivergedException(
          "the loss of %d of %d replicas is not a finite number %s; %s"
              .formatted(broken, losses.size(), place, brokenCause(broken == losses.size())));
    }
    if (!isFinite(round.state())) {
      throw new DivergedException(
          "the loss is finite but a parameter is not %s; %s".formatted(place, brokenCause(true)));
    }
    double usual = Math.max(guessing, median());
    for (double loss : losses) {
      if (loss > policy.explosion() * usual) {
        throw new DivergedException(
            String.format(
                Locale.ROOT,
                "the loss of a replica is %.4g, more than %.4g times the usual %.4g, %s; %s",
                loss,
                policy.explosion(),
                usual,
                place,
                brokenCause(true)));
      }
    }
    recent.add(round.loss());
    if (recent.size() > DivergencePolicy.WINDOW) {
      recent.remove();
    }
  }

  private String brokenCause(boolean all) {
    if (recent.isEmpty()) {
      return "as it is the first round that is judged, the most likely cause is a rate that is too"
          + " high from the start: lower training.schedule.rate, or set warm-up";
    }
    return all
        ? "the most likely cause is a learning rate that is too high: lower training.schedule.rate"
        : "as other replicas are sound, the most likely causes are a rate at the edge of what is"
            + " stable and averaging that is too rare: lower training.schedule.rate or"
            + " training.averaging.period";
  }

  private double median() {
    if (recent.isEmpty()) {
      return 0;
    }
    double[] sorted = recent.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static boolean isFinite(ReplicaState state) {
    return DoubleStream.of(sum(state.parameters()), sum(state.updater()), sum(state.statistics()))
        .allMatch(Double::isFinite);
  }

  /** Not finite if and only if a value is not: floats do not add up to more than a double holds. */
  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
