package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Maximum over windows: W2 = (W1 - F + 2P) / S + 1, rounded down, or up with {@code ceil}. What
 * lies outside of the input never wins. Of equal values the first, by rows, takes the gradient.
 *
 * @param size height and width F of a window
 * @param stride step S
 * @param padding P on both ends, at most half a window
 * @param ceil whether the last windows may reach beyond input and padding (Caffe's rule, which
 *     GoogLeNet's sizes follow); each still starts on the input or on the padding before it
 */
public record MaxPool(Sides size, Sides stride, Sides padding, boolean ceil) implements Layer {

  /** Checks the figures. */
  public MaxPool {
    Pools.check(size, stride, padding);
  }

  /** Square windows without padding. */
  public MaxPool(int size, int stride) {
    this(size, stride, 0, false);
  }

  /** Square windows. */
  public MaxPool(int size, int stride, int padding, boolean ceil) {
    this(Sides.square(size), Sides.square(stride), Sides.square(padding), ceil);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Pools.output(Inputs.only(inputs), size, stride, padding, ceil);
  }
}
