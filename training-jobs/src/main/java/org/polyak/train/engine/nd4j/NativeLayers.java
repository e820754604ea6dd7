package org.polyak.train.engine.nd4j;

import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;

/** What is computed by ND4J's operations; the rest is computed by plain Java on the host. */
final class NativeLayers {

  private NativeLayers() {}

  static boolean has(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return !c.weightNorm();
    } else if (layer instanceof Dense d) {
      return !d.weightNorm() && d.dropConnect() == 0;
    }
    return ActivationLayer.has(layer)
        || isNoise(layer)
        || layer instanceof Add
        || layer instanceof AveragePool
        || layer instanceof BatchNorm
        || layer instanceof Concat
        || layer instanceof GlobalAveragePool
        || layer instanceof LocalResponseNorm
        || layer instanceof MaxPool
        || layer instanceof Scale
        || layer instanceof SubsamplePad;
  }

  /** Whether a layer is a product with random factors. */
  static boolean isNoise(Layer layer) {
    return layer instanceof Dropout
        || layer instanceof SpatialDropout
        || layer instanceof StochasticDepth;
  }
}
