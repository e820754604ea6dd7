package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/** Mean over all positions, per channel: a 1x1 map. */
public record GlobalAveragePool() implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(1, 1, Inputs.only(inputs).channels());
  }
}
