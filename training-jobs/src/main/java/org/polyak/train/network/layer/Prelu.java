package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

/**
 * x for x above 0, a x otherwise, with a slope a that is learned for each channel (He et al.,
 * "Delving deep into rectifiers", 2015, where it starts at 0.25 and is not decayed).
 *
 * <p>Parameters: slopes {@code [channels]}.
 */
public record Prelu() implements Activation {

  @Override
  public List<Parameter> parameters(Shape input) {
    return List.of(new Parameter(Parameter.Kind.SLOPE, List.of(input.channels())));
  }
}
