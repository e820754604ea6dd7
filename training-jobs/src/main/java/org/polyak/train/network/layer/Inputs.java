package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/** Checks of what layers read. */
final class Inputs {

  private Inputs() {}

  /** The one input of a layer that takes one. */
  static Shape only(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("Expected one input, found " + inputs.size());
    }
    return inputs.get(0);
  }

  static void check(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(arguments));
    }
  }
}
