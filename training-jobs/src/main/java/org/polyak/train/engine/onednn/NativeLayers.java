package org.polyak.train.engine.onednn;

import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Tanh;

/** What oneDNN computes; the rest is computed by plain Java. */
final class NativeLayers {

  private NativeLayers() {}

  static boolean has(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return c.dilation().equals(Sides.ONE) && c.groups() == 1 && !c.weightNorm();
    } else if (layer instanceof MaxPool p) {
      return p.padding().equals(Sides.NONE) && !p.ceil();
    } else if (layer instanceof AveragePool p) {
      return p.padding().equals(Sides.NONE) && !p.ceil();
    } else if (layer instanceof Dense d) {
      return d.bias() && !d.weightNorm() && d.dropConnect() == 0;
    } else if (layer instanceof Add) {
      return node.inputs().size() == 2;
    }
    return layer instanceof BatchNorm
        || layer instanceof Relu
        || layer instanceof Tanh
        || layer instanceof GlobalAveragePool
        || layer instanceof SubsamplePad;
  }
}
