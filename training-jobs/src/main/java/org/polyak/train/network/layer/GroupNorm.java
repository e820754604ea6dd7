package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Group normalisation (Wu and He, "Group normalization", 2018): y = gamma (x - mean) /
 * sqrt(variance + epsilon) + beta, with mean and biased variance of each image over rows, columns
 * and the channels of a group; the same in training and testing.
 *
 * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}.
 *
 * @param groups number of groups, a divisor of the channels; 32 in the paper
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, double epsilon) implements Norm {

  /** With the epsilon of the paper, 1e-5. */
  public GroupNorm(int groups) {
    this(groups, 1e-5);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    Inputs.check(
        groups >= 1 && in.channels() % groups == 0,
        "%d groups do not divide %d channels",
        groups,
        in.channels());
    return in;
  }
}
