package org.polyak.train.network.zoo;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.MaxPool;

/**
 * A densely connected network (Huang et al., "Densely connected convolutional networks", 2016):
 * every layer of a block reads the maps of all layers before it. The forms B (bottleneck) and C
 * (compression) are options.
 *
 * @param imageNet whether the stem is 7x7/2 with a 3x3/2 pool behind it, and not a 3x3
 * @param stem filters of the stem
 * @param growth maps that a layer adds, k
 * @param blocks layers of each block
 * @param bottleneck whether a 1x1 convolution to 4k maps comes before each 3x3
 * @param compression part of the maps that a transition keeps
 * @param units normalisation and activation
 * @param dropout rate after each convolution of a block
 */
record DenseNet(
    boolean imageNet,
    int stem,
    int growth,
    List<Integer> blocks,
    boolean bottleneck,
    double compression,
    Units units,
    double dropout)
    implements Architecture {

  /** Keeps an own copy of the blocks. */
  DenseNet {
    blocks = List.copyOf(blocks);
  }

  static void register(Map<String, Function<Section, Architecture>> readers) {
    readers.put("densenet121", s -> imageNet(s, 64, 32, List.of(6, 12, 24, 16)));
    readers.put("densenet161", s -> imageNet(s, 96, 48, List.of(6, 12, 36, 24)));
    readers.put("densenet169", s -> imageNet(s, 64, 32, List.of(6, 12, 32, 32)));
    readers.put("densenet201", s -> imageNet(s, 64, 32, List.of(6, 12, 48, 32)));
    readers.put("densenet-40-12", s -> plain(s, 40, 12));
    readers.put("densenet-100-12", s -> plain(s, 100, 12));
    readers.put("densenet-100-24", s -> plain(s, 100, 24));
    readers.put("densenet-bc-100-12", s -> compressed(s, 100, 12));
    readers.put("densenet-bc-190-40", s -> compressed(s, 190, 40));
    readers.put("densenet-bc-250-24", s -> compressed(s, 250, 24));
    readers.put("cifar-densenet", DenseNet::cifar);
  }

  private static DenseNet imageNet(Section section, int stem, int growth, List<Integer> blocks) {
    return new DenseNet(true, stem, growth, blocks, true, 0.5, units(section), dropout(section));
  }

  private static DenseNet cifar(Section section) {
    int growth = section.integer("growth", 12, 1, 1_000);
    return section.flag("bottleneck", true)
        ? compressed(section, ResidualFamilies.depth(section, 6, 4, 100), growth)
        : plain(section, ResidualFamilies.depth(section, 3, 4, 40), growth);
  }

  private static DenseNet plain(Section section, int depth, int growth) {
    List<Integer> blocks = Collections.nCopies(3, (depth - 4) / 3);
    return new DenseNet(false, 16, growth, blocks, false, 1, units(section), dropout(section));
  }

  private static DenseNet compressed(Section section, int depth, int growth) {
    List<Integer> blocks = Collections.nCopies(3, (depth - 4) / 6);
    return new DenseNet(
        false, 2 * growth, growth, blocks, true, 0.5, units(section), dropout(section));
  }

  private static Units units(Section section) {
    return Units.read(section, Units.Normalization.BATCH, 1e-5);
  }

  private static double dropout(Section section) {
    return section.decimal("dropout", 0, 0, 0.99);
  }

  @Override
  public Purpose purpose() {
    return imageNet ? Purpose.IMAGENET : Purpose.CIFAR10;
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    if (imageNet) {
      net.then("conv", units.convolution(stem, 7, 2, 3));
      units.finish(net, "", "");
      net.then("maxpool", new MaxPool(3, 2, 1, false));
    } else {
      net.then("conv", units.convolution(stem, 3, 1, 1));
    }
    for (int block = 1; block <= blocks.size(); block++) {
      for (int layer = 1; layer <= blocks.get(block - 1); layer++) {
        grow(net, "d%dl%d/".formatted(block, layer));
      }
      if (block < blocks.size()) {
        transition(net, "t" + block + "/");
      }
    }
    units.finish(net, "last/", "");
    return net.then("pool", new GlobalAveragePool()).then("logits", new Dense(classes)).build();
  }

  private void grow(NetworkBuilder net, String prefix) {
    String before = net.last();
    units.finish(net, prefix, "1");
    if (bottleneck) {
      convolve(net, prefix, "conv1", 4 * growth, 1);
      units.finish(net, prefix, "2");
      convolve(net, prefix, "conv2", growth, 3);
    } else {
      convolve(net, prefix, "conv1", growth, 3);
    }
    net.join(prefix + "concat", new Concat(), before, net.last());
  }

  private void transition(NetworkBuilder net, String prefix) {
    int maps = (int) (net.channels() * compression);
    units.finish(net, prefix, "");
    convolve(net, prefix, "conv", maps, 1);
    net.then(prefix + "pool", new AveragePool(2, 2));
  }

  private void convolve(NetworkBuilder net, String prefix, String name, int filters, int kernel) {
    net.then(prefix + name, units.convolution(filters, kernel, 1, kernel / 2));
    if (dropout > 0) {
      net.then(prefix + name + "/dropout", new Dropout(dropout));
    }
  }
}
