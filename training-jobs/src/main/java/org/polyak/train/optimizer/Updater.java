package org.polyak.train.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.Parameter;
import org.polyak.train.regularization.Regularization;

/**
 * An optimiser on the parameter vector of a network. Neighbours that are treated alike are one
 * range, so that usually one loop runs over all parameters. Not thread-safe; holds no state.
 */
public final class Updater {

  private final Optimizer optimizer;
  private final List<ParameterRange> arrays;
  private final List<ParameterRange> ranges;
  private final int stateSize;

  Updater(Optimizer optimizer, Network network) {
    this.optimizer = optimizer;
    this.arrays = arrays(optimizer, network);
    this.ranges = optimizer.rule().takesWholeArrays() ? arrays : joined(arrays);
    this.stateSize = optimizer.stateSize(network.parameterCount());
  }

  /** Length of the state vector, which starts with zeros. */
  public int stateSize() {
    return stateSize;
  }

  /**
   * One step, in place.
   *
   * @param parameters changed
   * @param gradient of the mean loss, without penalties; overwritten
   * @param state of length {@link #stateSize}; changed
   * @param rate learning rate
   * @param momentum instead of the rule's own; NaN to leave that
   */
  public void step(
      float[] parameters, float[] gradient, float[] state, double rate, double momentum) {
    optimizer.clipping().apply(gradient);
    UpdateRule rule = optimizer.rule();
    rule.begin(state, new Step(rate, momentum, 0, 1));
    for (ParameterRange range : ranges) {
      optimizer
          .regularization()
          .addL1(parameters, gradient, range.from(), range.to(), range.decay());
      rule.update(parameters, gradient, state, range, step(range, rate, momentum));
    }
    constrain(parameters);
  }

  /**
   * The penalties of parameters, in the unit of the loss: L1, L2 and coupled weight decay.
   * Decoupled decay is the derivative of nothing and does not count.
   */
  public double penalty(float[] parameters) {
    double penalty = 0;
    for (ParameterRange range : ranges) {
      double sum = optimizer.regularization().penalty(parameters, range.from(), range.to());
      if (!optimizer.decoupled() && optimizer.rule().couplesDecay()) {
        sum += optimizer.weightDecay() / 2 * Norms.squared(parameters, range.from(), range.to());
      }
      penalty += range.decay() * sum;
    }
    return penalty;
  }

  private Step step(ParameterRange range, double rate, double momentum) {
    double own = rate * range.rate();
    double decay = optimizer.weightDecay() * range.decay();
    double l2 = optimizer.regularization().l2Decay() * range.decay();
    return optimizer.decoupled()
        ? new Step(own, momentum, l2, 1 - own * decay)
        : new Step(own, momentum, decay + l2, 1);
  }

  private void constrain(float[] parameters) {
    Regularization regularization = optimizer.regularization();
    if (regularization.maxNorm() == 0) {
      return;
    }
    for (ParameterRange array : arrays) {
      if (array.weights()) {
        regularization.constrain(parameters, array.from(), array.to(), array.outputs());
      }
    }
  }

  private static List<ParameterRange> arrays(Optimizer optimizer, Network network) {
    List<ParameterRange> arrays = new ArrayList<>();
    boolean[] used = new boolean[optimizer.groups().size()];
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      double rate = 1;
      double decay = 1;
      for (int g = used.length - 1; g >= 0; g--) {
        ParameterGroup group = optimizer.groups().get(g);
        if (group.takes(slice)) {
          used[g] = true;
          rate = group.rate();
          decay = group.decay();
        }
      }
      Parameter parameter = slice.parameter();
      boolean weights = parameter.kind() == Parameter.Kind.WEIGHT;
      arrays.add(
          new ParameterRange(
              slice.offset(),
              slice.offset() + parameter.size(),
              weights,
              parameter.shape().get(parameter.shape().size() - 1),
              rate,
              weights || !optimizer.weightsOnly() ? decay : 0));
    }
    for (int g = 0; g < used.length; g++) {
      if (!used[g]) {
        throw PolyakException.usage(
            "training.optimizer.groups[%d]: %s has no parameters of this kind at nodes named %s",
            g, network.name(), String.join(" or ", optimizer.groups().get(g).nodes()));
      }
    }
    return List.copyOf(arrays);
  }

  private static List<ParameterRange> joined(List<ParameterRange> arrays) {
    List<ParameterRange> joined = new ArrayList<>();
    for (ParameterRange array : arrays) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).isAlike(array)) {
        joined.set(last, joined.get(last).joined(array));
      } else {
        joined.add(array);
      }
    }
    return List.copyOf(joined);
  }
}
