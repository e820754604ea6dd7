package org.polyak.train.network.zoo;

import java.util.ArrayList;
import java.util.List;
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
import org.polyak.train.network.layer.Sides;

/**
 * Inception v3 (Szegedy et al., "Rethinking the Inception architecture for computer vision", 2015)
 * as its authors published it in TensorFlow, for images of 299x299, without the auxiliary head:
 * 23,834,568 parameters for a thousand classes, scale and shift of batch normalisation counted.
 *
 * @param units normalisation and activation
 * @param dropout rate before the dense layer
 */
record InceptionV3(Units units, double dropout) implements Architecture {

  private static final Sides WIDE = new Sides(1, 7);
  private static final Sides TALL = new Sides(7, 1);
  private static final Sides ROW = new Sides(1, 3);
  private static final Sides COLUMN = new Sides(3, 1);

  static InceptionV3 read(Section section) {
    return new InceptionV3(
        Units.read(section, Units.Normalization.BATCH, 1e-3),
        section.decimal("dropout", 0.5, 0, 0.99));
  }

  @Override
  public Purpose purpose() {
    return Purpose.imageNet(299);
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    stem(net);
    for (int block = 1; block <= 3; block++) {
      mixed35(net, "a" + block, block == 1 ? 32 : 64);
    }
    shrink35(net, "b");
    int[] widths = {128, 160, 160, 192};
    for (int block = 1; block <= widths.length; block++) {
      mixed17(net, "c" + block, widths[block - 1]);
    }
    shrink17(net, "d");
    mixed8(net, "e1");
    mixed8(net, "e2");
    net.then("pool", new GlobalAveragePool());
    if (dropout > 0) {
      net.then("dropout", new Dropout(dropout));
    }
    return net.then("logits", new Dense(classes)).build();
  }

  private void stem(NetworkBuilder net) {
    plain(net, "conv1/", 32, 3, 2, 0);
    plain(net, "conv2/", 32, 3, 1, 0);
    plain(net, "conv3/", 64, 3, 1, 1);
    net.then("pool1", new MaxPool(3, 2));
    plain(net, "conv4/", 80, 1, 1, 0);
    plain(net, "conv5/", 192, 3, 1, 0);
    net.then("pool2", new MaxPool(3, 2));
  }

  /** Modules on maps of 35x35: figure 5 of the paper. */
  private void mixed35(NetworkBuilder net, String name, int pool) {
    Branches branches = new Branches(net, name);
    branches.start("1x1");
    same(net, branches.next(), 64, Sides.ONE);
    branches.start("5x5");
    same(net, branches.next(), 48, Sides.ONE);
    same(net, branches.next(), 64, Sides.square(5));
    branches.start("3x3x2");
    same(net, branches.next(), 64, Sides.ONE);
    same(net, branches.next(), 96, Sides.square(3));
    same(net, branches.next(), 96, Sides.square(3));
    pooled(net, branches, pool);
    branches.join();
  }

  /** From 35x35 to 17x17: figure 10. */
  private void shrink35(NetworkBuilder net, String name) {
    Branches branches = new Branches(net, name);
    branches.start("3x3");
    plain(net, branches.next(), 384, 3, 2, 0);
    branches.start("3x3x2");
    same(net, branches.next(), 64, Sides.ONE);
    same(net, branches.next(), 96, Sides.square(3));
    plain(net, branches.next(), 96, 3, 2, 0);
    branches.start("pool");
    net.then(name + "/pool/max", new MaxPool(3, 2));
    branches.join();
  }

  /** Modules on maps of 17x17: figure 6 with n = 7. */
  private void mixed17(NetworkBuilder net, String name, int width) {
    Branches branches = new Branches(net, name);
    branches.start("1x1");
    same(net, branches.next(), 192, Sides.ONE);
    branches.start("7x7");
    same(net, branches.next(), width, Sides.ONE);
    same(net, branches.next(), width, WIDE);
    same(net, branches.next(), 192, TALL);
    branches.start("7x7x2");
    same(net, branches.next(), width, Sides.ONE);
    same(net, branches.next(), width, TALL);
    same(net, branches.next(), width, WIDE);
    same(net, branches.next(), width, TALL);
    same(net, branches.next(), 192, WIDE);
    pooled(net, branches, 192);
    branches.join();
  }

  /** From 17x17 to 8x8. */
  private void shrink17(NetworkBuilder net, String name) {
    Branches branches = new Branches(net, name);
    branches.start("3x3");
    same(net, branches.next(), 192, Sides.ONE);
    plain(net, branches.next(), 320, 3, 2, 0);
    branches.start("7x7");
    same(net, branches.next(), 192, Sides.ONE);
    same(net, branches.next(), 192, WIDE);
    same(net, branches.next(), 192, TALL);
    plain(net, branches.next(), 192, 3, 2, 0);
    branches.start("pool");
    net.then(name + "/pool/max", new MaxPool(3, 2));
    branches.join();
  }

  /** Modules on maps of 8x8: figure 7. */
  private void mixed8(NetworkBuilder net, String name) {
    Branches branches = new Branches(net, name);
    branches.start("1x1");
    same(net, branches.next(), 320, Sides.ONE);
    branches.start("3x3");
    same(net, branches.next(), 384, Sides.ONE);
    fork(net, branches);
    branches.start("3x3x2");
    same(net, branches.next(), 448, Sides.ONE);
    same(net, branches.next(), 384, Sides.square(3));
    fork(net, branches);
    pooled(net, branches, 192);
    branches.join();
  }

  /** A 1x3 and a 3x1 convolution side by side. */
  private void fork(NetworkBuilder net, Branches branches) {
    String from = net.last();
    same(net, branches.next(), 384, ROW);
    branches.end();
    net.from(from);
    same(net, branches.next(), 384, COLUMN);
  }

  private void pooled(NetworkBuilder net, Branches branches, int filters) {
    branches.start("pool");
    net.then(branches.next() + "mean", new AveragePool(3, 1, 1, false, false));
    same(net, branches.next(), filters, Sides.ONE);
  }

  /** A convolution that keeps the size of maps. */
  private void same(NetworkBuilder net, String prefix, int filters, Sides kernel) {
    Sides padding = new Sides(kernel.height() / 2, kernel.width() / 2);
    net.then(prefix + "conv", units.convolution(filters, kernel, Sides.ONE, padding));
    units.finish(net, prefix, "");
  }

  private void plain(
      NetworkBuilder net, String prefix, int filters, int kernel, int stride, int padding) {
    net.then(prefix + "conv", units.convolution(filters, kernel, stride, padding));
    units.finish(net, prefix, "");
  }

  /** Branches of a module, which all start at one node and end side by side. */
  private static final class Branches {
    private final NetworkBuilder net;
    private final String module;
    private final String from;
    private final List<String> ends = new ArrayList<>();
    private String branch = "";
    private int number;

    Branches(NetworkBuilder net, String module) {
      this.net = net;
      this.module = module;
      this.from = net.last();
    }

    void start(String name) {
      end();
      branch = name;
      number = 0;
      net.from(from);
    }

    /** The prefix of the branch's next unit. */
    String next() {
      number++;
      return "%s/%s/%d/".formatted(module, branch, number);
    }

    void end() {
      if (!branch.isEmpty()) {
        ends.add(net.last());
      }
    }

    void join() {
      end();
      net.join(module + "/concat", new Concat(), ends.toArray(String[]::new));
    }
  }
}
