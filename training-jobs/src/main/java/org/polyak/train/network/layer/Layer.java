package org.polyak.train.network.layer;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.Shape;

/**
 * One operation of a network, described and not yet compiled for an engine. All activations are
 * channels-last float32.
 */
public sealed interface Layer extends Serializable
    permits Activation,
        Add,
        AveragePool,
        Concat,
        Convolution,
        Dense,
        Dropout,
        FractionalMaxPool,
        GlobalAveragePool,
        HierarchicalSoftmax,
        LocalResponseNorm,
        MaxPool,
        Norm,
        Scale,
        SpatialDropout,
        StochasticDepth,
        SubsamplePad {

  /**
   * The shape that this layer makes of its inputs.
   *
   * @param inputs shapes of the inputs, in order
   * @throws IllegalArgumentException if this layer cannot take them
   */
  Shape output(List<Shape> inputs);

  /** Arrays that gradient descent changes, in their order in the parameter vector. */
  default List<Parameter> parameters(Shape input) {
    return List.of();
  }

  /** What it measures of each batch, for testing with running averages. */
  default Optional<Statistics> statistics(Shape input) {
    return Optional.empty();
  }

  /** Whether training draws random numbers, so that a pass needs a key. */
  default boolean draws() {
    return false;
  }
}
