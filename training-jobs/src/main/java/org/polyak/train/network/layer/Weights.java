package org.polyak.train.network.layer;

import java.util.ArrayList;
import java.util.List;
import org.polyak.train.network.Parameter;

/** Parameters of layers that multiply by weights. */
final class Weights {

  private Weights() {}

  /** Weights of a shape whose last extent is the outputs, then biases, then lengths. */
  static List<Parameter> of(List<Integer> shape, boolean bias, boolean weightNorm) {
    List<Integer> perOutput = List.of(shape.get(shape.size() - 1));
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(Parameter.Kind.WEIGHT, shape));
    if (bias) {
      parameters.add(new Parameter(Parameter.Kind.BIAS, perOutput));
    }
    if (weightNorm) {
      parameters.add(new Parameter(Parameter.Kind.LENGTH, perOutput));
    }
    return List.copyOf(parameters);
  }
}
