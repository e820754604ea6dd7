package org.polyak.train.optimizer;

import java.io.Serializable;
import java.util.List;
import org.polyak.train.network.Network;
import org.polyak.train.regularization.Regularization;

/**
 * How parameters are changed, as a recipe says it.
 *
 * @param rule of the step
 * @param weightDecay coefficient of w in the gradient, that is of w^2 / 2 in the loss; with {@code
 *     decoupled} that of w in the step, times the rate
 * @param decoupled whether weight decay bypasses the rule: w &lt;- w - rate * decay * w (Loshchilov
 *     and Hutter 2019)
 * @param weightsOnly whether weight decay, L1 and L2 leave biases, scales and shifts alone
 * @param clipping of the gradient
 * @param regularization penalties and constraint
 * @param groups parameters with a rate or a decay of their own
 */
public record Optimizer(
    UpdateRule rule,
    double weightDecay,
    boolean decoupled,
    boolean weightsOnly,
    Clipping clipping,
    Regularization regularization,
    List<ParameterGroup> groups)
    implements Serializable {

  /** Keeps a list that serialises. */
  public Optimizer {
    groups = List.copyOf(groups);
  }

  /** A rule alone: no decay, no penalty, no clipping. */
  public static Optimizer of(UpdateRule rule) {
    return new Optimizer(rule, 0, false, false, Clipping.NONE, Regularization.NONE, List.of());
  }

  /** Length of the state vector for {@code parameters} parameters; it starts with zeros. */
  public int stateSize(int parameters) {
    return Math.toIntExact((long) rule.slots() * parameters + rule.scalars());
  }

  /** Made ready for a network. */
  public Updater on(Network network) {
    return new Updater(this, network);
  }
}
