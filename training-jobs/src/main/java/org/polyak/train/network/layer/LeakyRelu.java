package org.polyak.train.network.layer;

/**
 * x for x above 0, slope * x otherwise (Maas et al., "Rectifier nonlinearities improve neural
 * network acoustic models", 2013).
 *
 * @param slope below 0; 0.01 in the paper
 */
public record LeakyRelu(double slope) implements Activation {

  /** With the slope of the paper. */
  public LeakyRelu() {
    this(0.01);
  }
}
