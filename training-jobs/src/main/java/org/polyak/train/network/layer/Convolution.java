package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

/**
 * Two-dimensional convolution with zero padding: W2 = (W1 - (D (F - 1) + 1) + 2P) / S + 1, rounded
 * down; the kernel is not flipped.
 *
 * <p>Parameters: weights {@code [kernel height][kernel width][inputs / groups][filters]}; with
 * {@code bias}, then {@code [filters]}; with {@code weightNorm}, then lengths {@code [filters]}: a
 * filter is g v / |v| with length g and weights v (Salimans and Kingma, "Weight normalization",
 * 2016).
 *
 * @param filters number of output channels K
 * @param kernel height and width F of the filters
 * @param stride step S
 * @param padding rows and columns P of zeros on both ends
 * @param dilation distance D of neighbouring inputs of a filter: 1 if they touch (the notes count
 *     from 0; Yu and Koltun, "Multi-scale context aggregation by dilated convolutions", 2016)
 * @param groups parts of the channels that are convolved apart, the first filters on the first
 *     channels; as many as channels is a depthwise convolution
 * @param bias whether a bias per filter is added
 * @param weightNorm whether filters are given by direction and length
 */
public record Convolution(
    int filters,
    Sides kernel,
    Sides stride,
    Sides padding,
    Sides dilation,
    int groups,
    boolean bias,
    boolean weightNorm)
    implements Layer {

  /** Checks the figures. */
  public Convolution {
    Inputs.check(filters >= 1, "Invalid filters: %d (expected 1 or more)", filters);
    Inputs.check(kernel.atLeast(1), "Invalid kernel: %s (expected 1 or more)", kernel);
    Inputs.check(stride.atLeast(1), "Invalid stride: %s (expected 1 or more)", stride);
    Inputs.check(padding.atLeast(0), "Invalid padding: %s (expected 0 or more)", padding);
    Inputs.check(dilation.atLeast(1), "Invalid dilation: %s (expected 1 or more)", dilation);
    Inputs.check(
        groups >= 1 && filters % groups == 0,
        "Invalid groups: %d (expected a divisor of %d filters)",
        groups,
        filters);
  }

  /** A square kernel in one group, without dilation. */
  public Convolution(int filters, int kernel, int stride, int padding, boolean bias) {
    this(
        filters,
        Sides.square(kernel),
        Sides.square(stride),
        Sides.square(padding),
        Sides.ONE,
        1,
        bias,
        false);
  }

  /** Any kernel in one group, without dilation. */
  public Convolution(int filters, Sides kernel, Sides stride, Sides padding, boolean bias) {
    this(filters, kernel, stride, padding, Sides.ONE, 1, bias, false);
  }

  /** The same with inputs of a filter {@code distance} apart. */
  public Convolution dilated(int distance) {
    return new Convolution(
        filters, kernel, stride, padding, Sides.square(distance), groups, bias, weightNorm);
  }

  /** The same with channels in groups. */
  public Convolution grouped(int number) {
    return new Convolution(filters, kernel, stride, padding, dilation, number, bias, weightNorm);
  }

  /** The same with filters given by direction and length. */
  public Convolution weightNormalized() {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, bias, true);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    Inputs.check(
        in.channels() % groups == 0, "%d groups do not divide %d channels", groups, in.channels());
    return new Shape(rows().count(in.height()), columns().count(in.width()), filters);
  }

  private Windows rows() {
    int size = dilation.height() * (kernel.height() - 1) + 1;
    return new Windows(size, stride.height(), padding.height(), false);
  }

  private Windows columns() {
    int size = dilation.width() * (kernel.width() - 1) + 1;
    return new Windows(size, stride.width(), padding.width(), false);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return Weights.of(
        List.of(kernel.height(), kernel.width(), input.channels() / groups, filters),
        bias,
        weightNorm);
  }
}
