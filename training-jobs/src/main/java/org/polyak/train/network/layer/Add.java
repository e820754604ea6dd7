package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/** Sum of two or more inputs of the same shape. */
public record Add() implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    Inputs.check(
        inputs.size() >= 2 && inputs.stream().distinct().count() == 1,
        "Cannot add %s: add takes inputs of the same shape, two or more",
        inputs);
    return inputs.get(0);
  }
}
