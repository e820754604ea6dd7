package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Multiplies each channel of the first input by the second, a 1x1 map: the gate of squeeze and
 * excitation (Hu et al., "Squeeze-and-excitation networks", 2018).
 */
public record Scale() implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    Inputs.check(
        inputs.size() == 2 && inputs.get(1).equals(new Shape(1, 1, inputs.get(0).channels())),
        "Cannot scale %s: scale takes a map and a gate of 1x1 with as many channels",
        inputs);
    return inputs.get(0);
  }
}
