package org.polyak.train.network.layer;

/**
 * x / (1 + exp(-beta x)) (Ramachandran et al., "Searching for activation functions", 2017); SiLU
 * with beta = 1.
 *
 * @param beta of the sigmoid
 */
public record Swish(double beta) implements Activation {

  /** With beta = 1. */
  public Swish() {
    this(1);
  }
}
