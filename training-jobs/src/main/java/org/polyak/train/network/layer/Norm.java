package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

/** Normalisation with a scale gamma and a shift beta per channel. */
public sealed interface Norm extends Layer
    permits BatchNorm, DecorrelatedBatchNorm, GroupNorm, InstanceNorm, LayerNorm {

  @Override
  default Shape output(List<Shape> inputs) {
    return Inputs.only(inputs);
  }

  @Override
  default List<Parameter> parameters(Shape input) {
    return List.of(
        new Parameter(Parameter.Kind.GAMMA, List.of(input.channels())),
        new Parameter(Parameter.Kind.BETA, List.of(input.channels())));
  }
}
