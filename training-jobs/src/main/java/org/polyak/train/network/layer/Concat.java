package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/** Inputs of the same height and width side by side on channels, in order. */
public record Concat() implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    Inputs.check(
        inputs.size() >= 2
            && inputs.stream()
                .allMatch(in -> in.height() == first.height() && in.width() == first.width()),
        "Cannot join %s: concat takes inputs of the same height and width, two or more",
        inputs);
    return new Shape(
        first.height(), first.width(), inputs.stream().mapToInt(Shape::channels).sum());
  }
}
