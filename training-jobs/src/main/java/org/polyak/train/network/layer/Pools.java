package org.polyak.train.network.layer;

import org.polyak.train.network.Shape;

/** What pooling layers have in common. */
final class Pools {

  private Pools() {}

  static void check(Sides size, Sides stride, Sides padding) {
    Inputs.check(size.atLeast(1), "Invalid window: %s (expected 1 or more)", size);
    Inputs.check(stride.atLeast(1), "Invalid stride: %s (expected 1 or more)", stride);
    Inputs.check(
        padding.atLeast(0)
            && 2 * padding.height() <= size.height()
            && 2 * padding.width() <= size.width(),
        "Invalid padding: %s (expected 0 to half of the window %s)",
        padding,
        size);
  }

  static Shape output(Shape in, Sides size, Sides stride, Sides padding, boolean ceil) {
    return new Shape(
        new Windows(size.height(), stride.height(), padding.height(), ceil).count(in.height()),
        new Windows(size.width(), stride.width(), padding.width(), ceil).count(in.width()),
        in.channels());
  }
}
