package org.polyak.train.network.layer;

import java.util.List;
import java.util.Optional;
import org.polyak.train.network.Shape;

/**
 * Batch normalisation that also removes correlations between channels (Huang et al., "Decorrelated
 * batch normalization", CVPR 2018): y = gamma (Sigma + epsilon I)^(-1/2) (x - mean) + beta, with
 * the biased covariance Sigma of the channels of a group over batch, rows and columns (ZCA
 * whitening) in training and running statistics in testing.
 *
 * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}. Statistics (not parameters):
 * running mean and running covariances.
 *
 * @param groupSize channels that are decorrelated together; a divisor of the channels
 * @param momentum weight of the old running statistic when a batch is taken in, 0 to 1
 * @param epsilon added to the diagonal
 */
public record DecorrelatedBatchNorm(int groupSize, double momentum, double epsilon)
    implements Norm {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    Inputs.check(
        groupSize >= 1 && in.channels() % groupSize == 0,
        "Groups of %d do not divide %d channels",
        groupSize,
        in.channels());
    return in;
  }

  @Override
  public Optional<Statistics> statistics(Shape input) {
    return Optional.of(new Statistics(input.channels(), groupSize, momentum));
  }
}
