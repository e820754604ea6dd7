package org.polyak.train.network.zoo;

import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;

/** Adds residual blocks to a network, one after the other. */
final class ResidualBlocks {

  private final NetworkBuilder net;
  private final Residual options;
  private final int blocks;
  private int block;

  /**
   * @param blocks how many there will be, which stochastic depth goes by
   */
  ResidualBlocks(NetworkBuilder net, Residual options, int blocks) {
    this.net = net;
    this.options = options;
    this.blocks = blocks;
  }

  /**
   * Adds a block.
   *
   * @param name of the block
   * @param width filters of its 3x3 convolutions
   * @param filters that it ends with
   * @param stride by which it shrinks the maps
   */
  void add(String name, int width, int filters, int stride) {
    block++;
    if (options.plain()) {
      branch(name + "/", width, filters, stride);
      options.units().activate(net, name + "/", "2");
    } else if (options.preActivation()) {
      preActivated(name + "/", width, filters, stride);
    } else {
      original(name + "/", width, filters, stride);
    }
  }

  private void original(String block, int width, int filters, int stride) {
    String before = net.last();
    int channels = net.channels();
    branch(block, width, filters, stride);
    gate(block);
    String branch = net.last();
    String shortcut = shortcut(block, before, channels, filters, stride, true);
    net.join(block + "add", new Add(), branch, shortcut);
    options.units().activate(net, block, options.bottleneck() ? "3" : "2");
  }

  /** A branch that ends with a normalisation. */
  private void branch(String block, int width, int filters, int stride) {
    Units units = options.units();
    int last = options.bottleneck() ? 3 : 2;
    for (int i = 1; i <= last; i++) {
      convolution(block, i, width, filters, stride);
      if (i < last) {
        units.finish(net, block, "" + i);
      } else {
        units.normalize(net, block, "" + i);
      }
    }
  }

  private void preActivated(String block, int width, int filters, int stride) {
    Units units = options.units();
    String before = net.last();
    int channels = net.channels();
    int last = options.bottleneck() ? 3 : 2;
    String activated = null;
    for (int i = 1; i <= last; i++) {
      units.finish(net, block, "" + i);
      activated = i == 1 ? net.last() : activated;
      convolution(block, i, width, filters, stride);
    }
    gate(block);
    String branch = net.last();
    // A projection reads what the branch reads; the identity stays untouched.
    boolean projects = projects(channels, filters, stride);
    String shortcut =
        shortcut(block, projects ? activated : before, channels, filters, stride, false);
    net.join(block + "add", new Add(), branch, shortcut);
  }

  private void convolution(String block, int number, int width, int filters, int stride) {
    boolean bottleneck = options.bottleneck();
    boolean last = number == (bottleneck ? 3 : 2);
    int kernel = bottleneck && number != 2 ? 1 : 3;
    int striding = bottleneck && !options.strideFirst() ? 2 : 1;
    if (number == 2 && options.dropout() > 0) {
      net.then(block + "dropout", new Dropout(options.dropout()));
    }
    net.then(
        block + "conv" + number,
        options
            .units()
            .convolution(
                last ? filters : width, kernel, number == striding ? stride : 1, kernel / 2));
  }

  /** Squeeze and excitation, then stochastic depth, if they are asked for. */
  private void gate(String block) {
    if (options.squeeze() > 0) {
      String map = net.last();
      int channels = net.channels();
      net.then(block + "squeeze", new GlobalAveragePool())
          .then(block + "fc1", new Dense(Math.max(1, channels / options.squeeze())))
          .then(block + "fc1/relu", new Relu())
          .then(block + "fc2", new Dense(channels))
          .then(block + "fc2/sigmoid", new Sigmoid());
      net.join(block + "excite", new Scale(), map, net.last());
    }
    if (options.survival() < 1) {
      net.then(block + "depth", StochasticDepth.linear(this.block, blocks, options.survival()));
    }
  }

  private boolean projects(int channels, int filters, int stride) {
    boolean changes = channels != filters || stride != 1;
    return options.shortcut() == Shortcut.C || (options.shortcut() == Shortcut.B && changes);
  }

  /** The name of what is added to the branch. */
  private String shortcut(
      String block, String from, int channels, int filters, int stride, boolean normalized) {
    if (projects(channels, filters, stride)) {
      net.join(block + "shortcut", options.units().convolution(filters, 1, stride, 0), from);
      if (normalized) {
        options.units().normalize(net, block + "shortcut/", "");
      }
      return net.last();
    }
    if (channels == filters && stride == 1) {
      return from;
    }
    net.join(block + "shortcut", new SubsamplePad(stride, filters), from);
    return net.last();
  }
}
