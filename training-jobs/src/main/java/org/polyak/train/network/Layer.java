package org.polyak.train.network;

import java.util.List;

/**
 * One operation of a network, described and not yet compiled for an engine. All activations are
 * channels-last float32.
 */
public sealed interface Layer {

  /**
   * The shape that this layer makes of its inputs.
   *
   * @param inputs shapes of the inputs, in order
   * @throws IllegalArgumentException if this layer cannot take them
   */
  Shape output(List<Shape> inputs);

  /** Arrays that gradient descent changes, in their order in the parameter vector. */
  default List<Parameter> parameters(Shape input) {
    return List.of();
  }

  /**
   * Two-dimensional convolution with zero padding: W2 = (W1 - F + 2P) / S + 1, rounded down.
   *
   * <p>Parameters: weights {@code [kernel][kernel][inputs][filters]}, then, with {@code bias},
   * {@code [filters]}.
   *
   * @param filters number of output channels K
   * @param kernel height and width F of the filters
   * @param stride step S in both directions
   * @param padding rows and columns P of zeros on every side
   * @param bias whether a bias per filter is added
   */
  record Convolution(int filters, int kernel, int stride, int padding, boolean bias)
      implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = only(inputs);
      return new Shape(
          extent(in.height(), kernel, stride, padding),
          extent(in.width(), kernel, stride, padding),
          filters);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
      Parameter weights =
          new Parameter(Parameter.Kind.WEIGHT, List.of(kernel, kernel, input.channels(), filters));
      return bias
          ? List.of(weights, new Parameter(Parameter.Kind.BIAS, List.of(filters)))
          : List.of(weights);
    }
  }

  /**
   * Batch normalisation over batch, rows and columns, per channel (Ioffe and Szegedy 2015): y =
   * gamma (x - mean) / sqrt(variance + epsilon) + beta, with the biased variance of the batch.
   *
   * <p>Parameters: gamma {@code [channels]}, beta {@code [channels]}. Statistics (not parameters):
   * running mean and running variance.
   *
   * @param momentum weight of the old running statistic when a batch is taken in, 0 to 1
   * @param epsilon added to the variance
   */
  record BatchNorm(double momentum, double epsilon) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      return only(inputs);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
      return List.of(
          new Parameter(Parameter.Kind.GAMMA, List.of(input.channels())),
          new Parameter(Parameter.Kind.BETA, List.of(input.channels())));
    }
  }

  /** max(0, x). */
  record Relu() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      return only(inputs);
    }
  }

  /** Hyperbolic tangent. */
  record Tanh() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      return only(inputs);
    }
  }

  /** Sum of two inputs of the same shape. */
  record Add() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException(
            "Cannot add " + inputs + ": add takes two inputs of the same shape");
      }
      return inputs.get(0);
    }
  }

  /**
   * Maximum over windows, without padding: W2 = (W1 - F) / S + 1, rounded down.
   *
   * @param size height and width F of a window
   * @param stride step S in both directions
   */
  record MaxPool(int size, int stride) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = only(inputs);
      return new Shape(
          extent(in.height(), size, stride, 0), extent(in.width(), size, stride, 0), in.channels());
    }
  }

  /**
   * Mean over windows, without padding: W2 = (W1 - F) / S + 1, rounded down.
   *
   * @param size height and width F of a window
   * @param stride step S in both directions
   */
  record AveragePool(int size, int stride) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = only(inputs);
      return new Shape(
          extent(in.height(), size, stride, 0), extent(in.width(), size, stride, 0), in.channels());
    }
  }

  /** Mean over all positions, per channel: a 1x1 map. */
  record GlobalAveragePool() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      return new Shape(1, 1, only(inputs).channels());
    }
  }

  /**
   * The parameter-free shortcut where a residual network shrinks its maps (option A of He et al.
   * 2015, section 3.3): takes every {@code stride}-th row and column, starting with the first, and
   * fills the new channels, after the old ones, with zeros.
   *
   * @param stride step in both directions
   * @param channels channels of the output, at least those of the input
   */
  record SubsamplePad(int stride, int channels) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = only(inputs);
      if (channels < in.channels()) {
        throw new IllegalArgumentException(
            "Cannot pad %d channels to %d: a shortcut cannot lose channels"
                .formatted(in.channels(), channels));
      }
      return new Shape(
          (in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride, channels);
    }
  }

  /**
   * Fully connected layer over the flattened input (rows, then columns, then channels): y = x W +
   * b.
   *
   * <p>Parameters: weights {@code [inputs][units]}, bias {@code [units]}.
   *
   * @param units number of outputs
   */
  record Dense(int units) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      only(inputs);
      return new Shape(1, 1, units);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
      return List.of(
          new Parameter(Parameter.Kind.WEIGHT, List.of(input.size(), units)),
          new Parameter(Parameter.Kind.BIAS, List.of(units)));
    }
  }

  private static Shape only(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("Expected one input, found " + inputs.size());
    }
    return inputs.get(0);
  }

  private static int extent(int input, int window, int stride, int padding) {
    int span = input - window + 2 * padding;
    if (span < 0) {
      throw new IllegalArgumentException(
          "A window of %d does not fit into %d with padding %d".formatted(window, input, padding));
    }
    return span / stride + 1;
  }
}
