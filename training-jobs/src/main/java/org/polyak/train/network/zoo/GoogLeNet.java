package org.polyak.train.network.zoo;

import java.util.List;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;

/**
 * GoogLeNet, also Inception v1 (Szegedy et al., "Going deeper with convolutions", 2014, table 1),
 * without the two auxiliary heads: a network has one output here. 6,998,552 parameters for a
 * thousand classes.
 *
 * @param units normalisation, of which the paper has none, and activation
 * @param responseNorm whether local response normalisation follows the first pool and the third
 *     convolution
 * @param dropout rate before the dense layer
 */
record GoogLeNet(Units units, boolean responseNorm, double dropout) implements Architecture {

  /** A module's filters: 1x1; 3x3 reduce, 3x3; 5x5 reduce, 5x5; pool projection. */
  private record Module(
      String name, int one, int threeReduce, int three, int fiveReduce, int five, int pool) {}

  private static final List<Module> MODULES =
      List.of(
          new Module("3a", 64, 96, 128, 16, 32, 32),
          new Module("3b", 128, 128, 192, 32, 96, 64),
          new Module("4a", 192, 96, 208, 16, 48, 64),
          new Module("4b", 160, 112, 224, 24, 64, 64),
          new Module("4c", 128, 128, 256, 24, 64, 64),
          new Module("4d", 112, 144, 288, 32, 64, 64),
          new Module("4e", 256, 160, 320, 32, 128, 128),
          new Module("5a", 256, 160, 320, 32, 128, 128),
          new Module("5b", 384, 192, 384, 48, 128, 128));

  static GoogLeNet read(Section section) {
    Units units = Units.read(section, Units.Normalization.NONE, 1e-3);
    return new GoogLeNet(
        units,
        section.flag("response-normalization", units.normalization() == Units.Normalization.NONE),
        section.decimal("dropout", 0.4, 0, 0.99));
  }

  @Override
  public Purpose purpose() {
    return Purpose.IMAGENET;
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    convolve(net, "conv1/", 64, 7, 2);
    shrink(net, "pool1");
    normalize(net, "lrn1");
    convolve(net, "conv2r/", 64, 1, 1);
    convolve(net, "conv2/", 192, 3, 1);
    normalize(net, "lrn2");
    shrink(net, "pool2");
    char stage = '3';
    for (Module module : MODULES) {
      if (module.name().charAt(0) != stage) {
        shrink(net, "pool" + stage);
        stage = module.name().charAt(0);
      }
      add(net, module);
    }
    net.then("pool", new GlobalAveragePool());
    if (dropout > 0) {
      net.then("dropout", new Dropout(dropout));
    }
    return net.then("logits", new Dense(classes)).build();
  }

  private void add(NetworkBuilder net, Module module) {
    String prefix = module.name() + "/";
    String from = net.last();
    convolve(net, prefix + "1x1/", module.one(), 1, 1);
    String one = net.last();
    net.from(from);
    convolve(net, prefix + "3x3r/", module.threeReduce(), 1, 1);
    convolve(net, prefix + "3x3/", module.three(), 3, 1);
    String three = net.last();
    net.from(from);
    convolve(net, prefix + "5x5r/", module.fiveReduce(), 1, 1);
    convolve(net, prefix + "5x5/", module.five(), 5, 1);
    String five = net.last();
    net.join(prefix + "pool", new MaxPool(3, 1, 1, false), from);
    convolve(net, prefix + "proj/", module.pool(), 1, 1);
    net.join(prefix + "concat", new Concat(), one, three, five, net.last());
  }

  private void convolve(NetworkBuilder net, String prefix, int filters, int kernel, int stride) {
    net.then(prefix + "conv", units.convolution(filters, kernel, stride, kernel / 2));
    units.finish(net, prefix, "");
  }

  private void normalize(NetworkBuilder net, String name) {
    if (responseNorm) {
      net.then(name, new LocalResponseNorm());
    }
  }

  /** Windows of 3 at a stride of 2, the last one over the border: 112, 56, 28, 14, 7. */
  private static void shrink(NetworkBuilder net, String name) {
    net.then(name, new MaxPool(3, 2, 0, true));
  }
}
