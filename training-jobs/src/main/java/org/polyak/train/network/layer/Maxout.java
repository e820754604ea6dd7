package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * The largest of several linear functions (Goodfellow et al., "Maxout networks", 2013): behind a
 * convolution or dense layer with {@code pieces} times the channels, output channel c is the
 * maximum of input channels c, C + c, 2C + c, ..., where C is the number of output channels.
 *
 * @param pieces functions that compete, at least 2
 */
public record Maxout(int pieces) implements Activation {

  /** Checks the number of pieces. */
  public Maxout {
    Inputs.check(pieces >= 2, "Invalid pieces of maxout: %d (expected 2 or more)", pieces);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    Inputs.check(
        in.channels() % pieces == 0,
        "Maxout of %d pieces cannot divide %d channels",
        pieces,
        in.channels());
    return new Shape(in.height(), in.width(), in.channels() / pieces);
  }
}
