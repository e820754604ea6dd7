package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * The gate of a residual branch, before it is added to the shortcut (Huang et al., "Deep networks
 * with stochastic depth", 2016): in training the branch stays as it is with probability {@code
 * survival} and is 0 otherwise, for the whole batch; in testing it is multiplied by {@code
 * survival}.
 *
 * @param survival above 0, at most 1
 */
public record StochasticDepth(double survival) implements Layer {

  /** Checks the probability. */
  public StochasticDepth {
    Inputs.check(
        survival > 0 && survival <= 1,
        "Invalid survival of stochastic depth: %s (expected above 0 and at most 1)",
        survival);
  }

  /**
   * The paper's rule: survival falls linearly with the number of the block, from 1 before the first
   * to {@code last} at the last.
   *
   * @param block 1 to {@code blocks}
   * @param last survival of the last block; 0.5 in the paper
   */
  public static StochasticDepth linear(int block, int blocks, double last) {
    return new StochasticDepth(1 - (double) block / blocks * (1 - last));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Inputs.only(inputs);
  }

  @Override
  public boolean draws() {
    return survival < 1;
  }
}
