package org.polyak.train.network.cost;

import java.util.Optional;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.SubsamplePad;

/**
 * The window of its input that a value of a layer's output comes from. What normalisations measure
 * of other positions is not counted.
 *
 * @param size extents, gaps of dilation included
 * @param stride step to the window of the next value
 */
record FieldWindow(Sides size, Sides stride) {

  private static final FieldWindow ONE = new FieldWindow(Sides.ONE, Sides.ONE);

  /** The window, or none if a value comes from all positions. */
  static Optional<FieldWindow> of(Layer layer) {
    if (layer instanceof Convolution c) {
      return Optional.of(
          new FieldWindow(
              new Sides(
                  c.dilation().height() * (c.kernel().height() - 1) + 1,
                  c.dilation().width() * (c.kernel().width() - 1) + 1),
              c.stride()));
    }
    if (layer instanceof MaxPool p) {
      return Optional.of(new FieldWindow(p.size(), p.stride()));
    }
    if (layer instanceof AveragePool p) {
      return Optional.of(new FieldWindow(p.size(), p.stride()));
    }
    if (layer instanceof FractionalMaxPool) {
      // Regions of one or two values, so at most this.
      return Optional.of(new FieldWindow(Sides.square(2), Sides.square(2)));
    }
    if (layer instanceof SubsamplePad s) {
      return Optional.of(new FieldWindow(Sides.ONE, Sides.square(s.stride())));
    }
    boolean global =
        layer instanceof Dense
            || layer instanceof GlobalAveragePool
            || layer instanceof HierarchicalSoftmax;
    return global ? Optional.empty() : Optional.of(ONE);
  }
}
