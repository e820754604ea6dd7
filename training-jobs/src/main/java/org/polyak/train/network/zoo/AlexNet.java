package org.polyak.train.network.zoo;

import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;

/**
 * AlexNet (Krizhevsky et al., "ImageNet classification with deep convolutional neural networks",
 * 2012) for images of 227x227, which 55 = (227 - 11) / 4 + 1 asks for; the paper's figure says 224.
 * With two groups, the two GPUs of the paper, 60,965,224 parameters; with one, 62,378,344.
 *
 * @param groups of the second, fourth and fifth convolution
 * @param responseNorm whether local response normalisation follows the first two convolutions
 * @param units normalisation, in place of which nothing stands in the paper, and activation
 * @param dropout rate before the first two dense layers
 */
record AlexNet(int groups, boolean responseNorm, Units units, double dropout)
    implements Architecture {

  private static final int HIDDEN = 4096;

  static void register(Map<String, Function<Section, Architecture>> readers) {
    readers.put("alexnet", section -> read(section, 2));
    readers.put("alexnet-ungrouped", section -> read(section, 1));
  }

  private static AlexNet read(Section section, int groups) {
    Units units = Units.read(section, Units.Normalization.NONE, 1e-5);
    return new AlexNet(
        groups,
        section.flag("response-normalization", units.normalization() == Units.Normalization.NONE),
        units,
        section.decimal("dropout", 0.5, 0, 0.99));
  }

  @Override
  public Purpose purpose() {
    return Purpose.imageNet(227);
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    convolve(net, 1, units.convolution(96, 11, 4, 0));
    pool(net, 1, responseNorm);
    convolve(net, 2, units.convolution(256, 5, 1, 2).grouped(groups));
    pool(net, 2, responseNorm);
    convolve(net, 3, units.convolution(384, 3, 1, 1));
    convolve(net, 4, units.convolution(384, 3, 1, 1).grouped(groups));
    convolve(net, 5, units.convolution(256, 3, 1, 1).grouped(groups));
    pool(net, 5, false);
    for (int number = 6; number <= 7; number++) {
      if (dropout > 0) {
        net.then("dropout" + number, new Dropout(dropout));
      }
      net.then("fc" + number, new Dense(HIDDEN));
      units.activate(net, "", "" + number);
    }
    return net.then("logits", new Dense(classes)).build();
  }

  private void convolve(NetworkBuilder net, int number, Convolution convolution) {
    net.then("conv" + number, convolution);
    units.finish(net, "", "" + number);
  }

  /** Windows of 3 at a stride of 2, which overlap. */
  private static void pool(NetworkBuilder net, int number, boolean responseNorm) {
    if (responseNorm) {
      net.then("lrn" + number, new LocalResponseNorm());
    }
    net.then("pool" + number, new MaxPool(3, 2));
  }
}
