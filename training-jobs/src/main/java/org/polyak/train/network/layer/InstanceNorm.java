package org.polyak.train.network.layer;

/**
 * Instance normalisation (Ulyanov et al., "Instance normalization", 2016): as {@link GroupNorm}
 * with every channel a group of its own; the same in training and testing.
 *
 * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}.
 *
 * @param epsilon added to the variance
 */
public record InstanceNorm(double epsilon) implements Norm {

  /** With an epsilon of 1e-5. */
  public InstanceNorm() {
    this(1e-5);
  }
}
