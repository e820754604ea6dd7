package org.polyak.train.averaging;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.polyak.train.averaging.mode.AveragingConfig;
import org.polyak.train.averaging.mode.ElasticAveraging;
import org.polyak.train.averaging.mode.Mode;
import org.polyak.train.averaging.mode.UpdaterState;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.network.Network;
import org.polyak.train.optimizer.Lbfgs;
import org.polyak.train.reduction.Contribution;
import org.polyak.train.reduction.Reduced;

/**
 * What goes to replicas and comes back in each mode of averaging, and what becomes of it: plain
 * arithmetic, in replica order.
 *
 * @param config of the run
 */
record Exchange(TrainingConfig config) implements Serializable {

  private static final float[] EMPTY = new float[0];

  /** What the driver has when a round is over. */
  record Outcome(ReplicaState state, AveragingMemory memory) {}

  /**
   * What a replica starts a round from; not to be modified.
   *
   * @param shared the state that all replicas get
   * @param own what this replica has of its own
   */
  ReplicaState start(ReplicaState shared, ReplicaState own) {
    ReplicaState from = elastic() ? own : shared;
    float[] updater =
        switch (averaging().updater()) {
          case AVERAGE -> shared.updater();
          case RESET -> new float[config.optimizer().stateSize(shared.parameters().length)];
          case KEEP -> own.updater();
        };
    return new ReplicaState(from.parameters(), updater, from.statistics());
  }

  /** What of a state is averaged. */
  float[][] averaged(ReplicaState state) {
    if (elastic()) {
      return new float[0][];
    }
    return averaging().updater() == UpdaterState.AVERAGE
        ? new float[][] {state.parameters(), state.updater()}
        : new float[][] {state.parameters()};
  }

  /** What a replica hands over after a round. */
  Contribution<RoundReport> contribution(ReplicaState shared, RoundResult result) {
    ReplicaState state = result.state();
    ReplicaState own =
        new ReplicaState(
            elastic() ? state.parameters() : EMPTY,
            averaging().updater() == UpdaterState.KEEP ? state.updater() : EMPTY,
            elastic() ? state.statistics() : EMPTY);
    RoundReport report =
        new RoundReport(
            result.replica(),
            result.examples(),
            result.lossSum(),
            result.correct(),
            result.seconds(),
            state.statistics(),
            own);
    return new Contribution<>(
        result.replica(), result.examples(), averaged(state), averaged(shared), report);
  }

  /**
   * What all replicas together make of a round.
   *
   * @param shared what they started from; not modified
   * @param memory what was remembered from before; not modified
   * @param reduced their average and their reports
   * @param rate mean learning rate of the round's steps
   */
  Outcome combine(
      Network network,
      ReplicaState shared,
      AveragingMemory memory,
      Reduced<RoundReport> reduced,
      double rate) {
    List<RoundReport> reports = reduced.notes();
    List<ReplicaState> own =
        averaging().keepsReplicas() ? reports.stream().map(RoundReport::own).toList() : List.of();
    if (elastic()) {
      return elastic(network, shared, reports, own);
    }
    float[] parameters = reduced.means()[0];
    float[] outer = memory.outer();
    if (averaging().outer() != null) {
      outer = outer.clone();
      averaging().outer().apply(shared.parameters(), parameters, outer, rate);
    }
    float[] updater = averaging().updater() == UpdaterState.AVERAGE ? reduced.means()[1] : EMPTY;
    if (config.optimizer().rule() instanceof Lbfgs lbfgs) {
      double loss = meanLoss(reports) + config.optimizer().on(network).penalty(parameters);
      outer = lbfgs.step(parameters, updater, loss, rate, outer);
      updater = new float[updater.length];
    }
    ReplicaState state =
        new ReplicaState(
            parameters,
            updater,
            PooledStatistics.of(
                network,
                reports.stream().map(RoundReport::statistics).toList(),
                reports.stream().mapToDouble(RoundReport::examples).toArray()));
    return new Outcome(state, new AveragingMemory(outer, own));
  }

  private static double meanLoss(List<RoundReport> reports) {
    return reports.stream().mapToDouble(RoundReport::lossSum).sum()
        / reports.stream().mapToLong(RoundReport::examples).sum();
  }

  /** The centre's statistics are pooled from its own and the replicas', as its parameters move. */
  private Outcome elastic(
      Network network, ReplicaState shared, List<RoundReport> reports, List<ReplicaState> own) {
    double beta = averaging().elasticity();
    float[] centre = shared.parameters().clone();
    long[] examples = reports.stream().mapToLong(RoundReport::examples).toArray();
    ElasticAveraging.exchange(
        beta, centre, own.stream().map(ReplicaState::parameters).toList(), examples);
    double total = 0;
    for (long n : examples) {
      total += n;
    }
    List<float[]> members = new ArrayList<>(List.of(shared.statistics()));
    double[] weights = new double[examples.length + 1];
    weights[0] = 1 - beta;
    for (int r = 0; r < examples.length; r++) {
      members.add(reports.get(r).statistics());
      weights[r + 1] = beta * examples[r] / total;
    }
    return new Outcome(
        new ReplicaState(centre, EMPTY, PooledStatistics.of(network, members, weights)),
        new AveragingMemory(EMPTY, own));
  }

  private boolean elastic() {
    return averaging().mode() == Mode.ELASTIC;
  }

  private AveragingConfig averaging() {
    return config.averaging();
  }
}
