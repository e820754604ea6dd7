package org.polyak.train.network.layer;

/**
 * Layer normalisation (Ba et al., "Layer normalization", 2016): as {@link GroupNorm} with all
 * channels in one group, so mean and variance are those of a whole image; the same in training and
 * testing.
 *
 * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}.
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Norm {

  /** With an epsilon of 1e-5. */
  public LayerNorm() {
    this(1e-5);
  }
}
