package org.polyak.train.network.layer;

/**
 * x for x above 0, alpha (exp(x) - 1) otherwise (Clevert et al., "Fast and accurate deep network
 * learning by exponential linear units", 2016).
 *
 * @param alpha minus the limit for small x
 */
public record Elu(double alpha) implements Activation {

  /** With alpha = 1. */
  public Elu() {
    this(1);
  }
}
