package org.polyak.train.averaging;

import java.util.ArrayList;
import java.util.List;
import org.polyak.train.averaging.mode.AveragingConfig;
import org.polyak.train.averaging.mode.Mode;
import org.polyak.train.averaging.mode.UpdaterState;
import org.polyak.train.config.TrainingConfig;

/**
 * What averaging remembers from round to round beside the average. The driver has it between
 * rounds, and snapshots hold it: an executor keeps nothing that cannot be lost.
 *
 * @param outer momentum of the outer step, as long as the parameters, or what L-BFGS remembers;
 *     empty without either. Not modified
 * @param replicas each replica's own state, in replica order: all of it in elastic averaging, or
 *     the updater alone with {@code updater: keep}, what is not kept being empty; none otherwise.
 *     Not modified
 */
public record AveragingMemory(float[] outer, List<ReplicaState> replicas) {

  /** Nothing: plain averaging, or the start of a run. */
  public static final AveragingMemory NONE = new AveragingMemory(new float[0], List.of());

  private static final float[] EMPTY = new float[0];

  /** Keeps a list that nobody changes. */
  public AveragingMemory {
    replicas = List.copyOf(replicas);
  }

  /** This, or what a run starts with where the configuration asks for more. */
  AveragingMemory started(TrainingConfig config, ReplicaState state) {
    AveragingConfig averaging = config.averaging();
    float[] momentum =
        averaging.outer() != null && outer.length == 0
            ? new float[state.parameters().length]
            : outer;
    if (!averaging.keepsReplicas() || !replicas.isEmpty()) {
      return new AveragingMemory(momentum, replicas);
    }
    boolean elastic = averaging.mode() == Mode.ELASTIC;
    boolean updater = averaging.updater() == UpdaterState.KEEP;
    List<ReplicaState> own = new ArrayList<>();
    for (int r = 0; r < config.replicas(); r++) {
      own.add(
          new ReplicaState(
              elastic ? state.parameters() : EMPTY,
              updater ? new float[config.optimizer().stateSize(state.parameters().length)] : EMPTY,
              elastic ? state.statistics() : EMPTY));
    }
    return new AveragingMemory(momentum, own);
  }

  /** What a replica has of its own; empty arrays if it has nothing. */
  ReplicaState of(int replica) {
    return replicas.isEmpty() ? new ReplicaState() : replicas.get(replica);
  }
}
