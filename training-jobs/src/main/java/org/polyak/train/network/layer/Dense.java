package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

/**
 * Fully connected layer over the flattened input (rows, then columns, then channels): y = x W + b.
 *
 * <p>Parameters: weights {@code [inputs][units]}; with {@code bias}, then {@code [units]}; with
 * {@code weightNorm}, then lengths {@code [units]}, as in {@link Convolution}.
 *
 * @param units number of outputs
 * @param bias whether a bias per unit is added
 * @param weightNorm whether the weights of a unit are given by direction and length
 * @param dropConnect probability with which a weight is left out in training, for each pass and the
 *     whole batch; those that stay are divided by the probability of staying, so that nothing
 *     changes in testing. 0 to below 1 (Wan et al., "Regularization of neural networks using
 *     DropConnect", 2013, who draw for each image and approximate the mean of the activation in
 *     testing)
 */
public record Dense(int units, boolean bias, boolean weightNorm, double dropConnect)
    implements Layer {

  /** Checks the figures. */
  public Dense {
    Inputs.check(units >= 1, "Invalid units: %d (expected 1 or more)", units);
    Rates.check("DropConnect", dropConnect);
  }

  /** With a bias and nothing else. */
  public Dense(int units) {
    this(units, true, false, 0);
  }

  /** The same with weights given by direction and length. */
  public Dense weightNormalized() {
    return new Dense(units, bias, true, dropConnect);
  }

  /** The same with weights left out in training. */
  public Dense dropConnect(double rate) {
    return new Dense(units, bias, weightNorm, rate);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Inputs.only(inputs);
    return new Shape(1, 1, units);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return Weights.of(List.of(input.size(), units), bias, weightNorm);
  }

  @Override
  public boolean draws() {
    return dropConnect > 0;
  }
}
