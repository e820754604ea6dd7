package org.polyak.train.network.layer;

import java.util.Optional;
import org.polyak.train.network.Shape;

/**
 * Batch normalisation over batch, rows and columns, per channel (Ioffe and Szegedy 2015): y = gamma
 * (x - mean) / sqrt(variance + epsilon) + beta, with the biased variance of the batch in training
 * and running statistics in testing.
 *
 * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}. Statistics (not parameters):
 * running mean and running variance.
 *
 * @param momentum weight of the old running statistic when a batch is taken in, 0 to 1
 * @param epsilon added to the variance
 */
public record BatchNorm(double momentum, double epsilon) implements Norm {

  @Override
  public Optional<Statistics> statistics(Shape input) {
    return Optional.of(new Statistics(input.channels(), 1, momentum));
  }
}
