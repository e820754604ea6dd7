package org.polyak.train.network.zoo;

import java.util.List;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.MaxPool;

/**
 * A residual network (He et al., "Deep residual learning for image recognition", 2015): a stem,
 * stages of blocks, the mean of each map, a dense layer. Every stage has twice the filters of the
 * one before; all but the first halve the maps.
 *
 * @param imageNet whether the stem is 7x7/2 with a 3x3/2 pool behind it, and not a 3x3
 * @param stem filters of the stem
 * @param filters of the first stage's 3x3 convolutions
 * @param blocks blocks of each stage
 * @param residual the blocks' options
 */
record ResNet(boolean imageNet, int stem, int filters, List<Integer> blocks, Residual residual)
    implements Architecture {

  /** Keeps an own copy of the stages. */
  ResNet {
    blocks = List.copyOf(blocks);
  }

  @Override
  public Purpose purpose() {
    return imageNet ? Purpose.IMAGENET : Purpose.CIFAR10;
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    stem(net);
    int all = blocks.stream().mapToInt(Integer::intValue).sum();
    ResidualBlocks builder = new ResidualBlocks(net, residual, all);
    for (int stage = 1; stage <= blocks.size(); stage++) {
      int width = filters << (stage - 1);
      int out = residual.bottleneck() ? Residual.EXPANSION * width : width;
      for (int block = 1; block <= blocks.get(stage - 1); block++) {
        int stride = stage > 1 && block == 1 ? 2 : 1;
        builder.add("s%db%d".formatted(stage, block), width, out, stride);
      }
    }
    if (residual.preActivation()) {
      residual.units().finish(net, "last/", "");
    }
    return net.then("pool", new GlobalAveragePool()).then("logits", new Dense(classes)).build();
  }

  private void stem(NetworkBuilder net) {
    Units units = residual.units();
    net.then(
        "conv", imageNet ? units.convolution(stem, 7, 2, 3) : units.convolution(stem, 3, 1, 1));
    // The first block of a pre-activation network begins with them.
    if (!residual.preActivation()) {
      units.finish(net, "", "");
    }
    if (imageNet) {
      net.then("maxpool", new MaxPool(3, 2, 1, false));
    }
  }
}
