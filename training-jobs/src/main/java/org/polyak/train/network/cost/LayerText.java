package org.polyak.train.network.cost;

import java.util.Locale;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;

/** A layer in a few letters, such as {@code conv 3x3/2}: kernel and stride. */
final class LayerText {

  private LayerText() {}

  static String of(Layer layer) {
    if (layer instanceof Convolution c) {
      return "conv "
          + window(c.kernel(), c.stride())
          + (c.groups() > 1 ? " g" + c.groups() : "")
          + (c.dilation().equals(Sides.ONE) ? "" : " d" + side(c.dilation()));
    }
    if (layer instanceof MaxPool p) {
      return "max " + window(p.size(), p.stride());
    }
    if (layer instanceof AveragePool p) {
      return "mean " + window(p.size(), p.stride());
    }
    if (layer instanceof FractionalMaxPool p) {
      return String.format(Locale.ROOT, "max /%.2f", p.ratio());
    }
    if (layer instanceof GlobalAveragePool) {
      return "mean of all";
    }
    if (layer instanceof SubsamplePad s) {
      return "subsample" + (s.stride() == 1 ? "" : " /" + s.stride());
    }
    if (layer instanceof LocalResponseNorm n) {
      return "response n" + n.size();
    }
    if (layer instanceof GroupNorm n) {
      return "group norm " + n.groups();
    }
    if (layer instanceof Dropout d) {
      return String.format(Locale.ROOT, "dropout %.2g", d.rate());
    }
    if (layer instanceof StochasticDepth d) {
      return String.format(Locale.ROOT, "depth %.2f", d.survival());
    }
    return layer
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String window(Sides size, Sides stride) {
    return size + (stride.equals(Sides.ONE) ? "" : "/" + side(stride));
  }

  private static String side(Sides sides) {
    return sides.height() == sides.width() ? "" + sides.height() : sides.toString();
  }
}
