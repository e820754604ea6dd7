package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * The parameter-free shortcut where a residual network shrinks its maps (option A of He et al.
 * 2015, section 3.3): takes every {@code stride}-th row and column, starting with the first, and
 * fills the new channels, after the old ones, with zeros.
 *
 * @param stride step in both directions
 * @param channels channels of the output, at least those of the input
 */
public record SubsamplePad(int stride, int channels) implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    Inputs.check(
        channels >= in.channels(),
        "Cannot pad %d channels to %d: a shortcut cannot lose channels",
        in.channels(),
        channels);
    return new Shape(
        (in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride, channels);
  }
}
