package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/** A function of each value, or of each position; shapes stay, unless a layer says otherwise. */
public sealed interface Activation extends Layer
    permits Elu, Gelu, LeakyRelu, Maxout, Prelu, Relu, Selu, Sigmoid, Swish, Tanh {

  @Override
  default Shape output(List<Shape> inputs) {
    return Inputs.only(inputs);
  }
}
