package org.polyak.train.engine.onednn;

import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.SubsamplePad;

/** What oneDNN computes; the rest is computed by plain Java. */
final class NativeLayers {

  private NativeLayers() {}

  static boolean has(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return !c.weightNorm();
    } else if (layer instanceof AveragePool p) {
      // Both count padding, but only oneDNN what rounding up adds behind it.
      return !(p.ceil() && p.countPadding());
    } else if (layer instanceof Dense d) {
      return d.bias() && !d.weightNorm() && d.dropConnect() == 0;
    }
    return ActivationLayer.has(layer)
        || layer instanceof Add
        || layer instanceof BatchNorm
        || layer instanceof Concat
        || layer instanceof GlobalAveragePool
        || layer instanceof LocalResponseNorm
        || layer instanceof MaxPool
        || layer instanceof Scale
        || layer instanceof SubsamplePad;
  }
}
