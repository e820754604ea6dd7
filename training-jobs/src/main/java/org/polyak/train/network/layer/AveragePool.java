package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Mean over windows, of sizes as in {@link MaxPool}.
 *
 * @param size height and width F of a window
 * @param stride step S
 * @param padding P on both ends, at most half a window
 * @param ceil whether the last windows may reach beyond input and padding
 * @param countPadding whether zeros of the padding count in the mean; what {@code ceil} adds beyond
 *     the padding never counts
 */
public record AveragePool(
    Sides size, Sides stride, Sides padding, boolean ceil, boolean countPadding) implements Layer {

  /** Checks the figures. */
  public AveragePool {
    Pools.check(size, stride, padding);
  }

  /** Square windows without padding. */
  public AveragePool(int size, int stride) {
    this(size, stride, 0, false, false);
  }

  /** Square windows. */
  public AveragePool(int size, int stride, int padding, boolean ceil, boolean countPadding) {
    this(Sides.square(size), Sides.square(stride), Sides.square(padding), ceil, countPadding);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Pools.output(Inputs.only(inputs), size, stride, padding, ceil);
  }
}
