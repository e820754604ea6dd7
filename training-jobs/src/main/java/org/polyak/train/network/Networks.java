package org.polyak.train.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.SubsamplePad;

/** The networks that a recipe can name. */
public final class Networks {

  /** Makes a network for images of a shape and a number of classes. */
  @FunctionalInterface
  public interface Factory {
    /** The network for images of shape {@code input} in {@code classes} classes. */
    Network create(Shape input, int classes);
  }

  private static final Map<String, Factory> BY_NAME =
      new TreeMap<>(
          Map.of(
              "softmax", Networks::softmax,
              "lenet5", Networks::leNet5,
              "resnet8", (in, classes) -> cifarResNet(1, in, classes),
              "resnet20", (in, classes) -> cifarResNet(3, in, classes),
              "resnet32", (in, classes) -> cifarResNet(5, in, classes),
              "resnet56", (in, classes) -> cifarResNet(9, in, classes)));

  private Networks() {}

  /** Names that {@link #create} knows, sorted. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The named network.
   *
   * @throws IllegalArgumentException if the name is unknown, or the input too small for the network
   */
  public static Network create(String name, Shape input, int classes) {
    Factory factory = BY_NAME.get(name);
    if (factory == null) {
      throw new IllegalArgumentException(
          "Unknown network %s (known: %s)".formatted(name, String.join(", ", names())));
    }
    return factory.create(input, classes);
  }

  private static Network softmax(Shape input, int classes) {
    return new NetworkBuilder("softmax", input).then("logits", new Dense(classes)).build();
  }

  /**
   * LeNet-5 (LeCun et al. 1998) in the form that is usual today: dense second convolution, max
   * pooling, ReLU. 61,706 parameters for 32x32x1 and ten classes.
   */
  private static Network leNet5(Shape input, int classes) {
    return new NetworkBuilder("lenet5", input)
        .then("conv1", new Convolution(6, 5, 1, 0, true))
        .then("relu1", new Relu())
        .then("pool1", new MaxPool(2, 2))
        .then("conv2", new Convolution(16, 5, 1, 0, true))
        .then("relu2", new Relu())
        .then("pool2", new MaxPool(2, 2))
        .then("fc1", new Dense(120))
        .then("relu3", new Relu())
        .then("fc2", new Dense(84))
        .then("relu4", new Relu())
        .then("logits", new Dense(classes))
        .build();
  }

  /**
   * The residual network for CIFAR with 6n + 2 layers (He et al. 2015, section 4.2): three stages
   * of n blocks with 16, 32 and 64 filters, parameter-free shortcuts (option A). With n = 3 and ten
   * classes it has 269,722 parameters: no convolution has a bias, and of batch normalisation gamma
   * and beta count, the running statistics do not.
   */
  private static Network cifarResNet(int n, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder("resnet" + (6 * n + 2), input);
    net.then("conv", new Convolution(16, 3, 1, 1, false))
        .then("bn", new BatchNorm(0.9, 1e-5))
        .then("relu", new Relu());
    int channels = 16;
    for (int stage = 1; stage <= 3; stage++) {
      int filters = 16 << (stage - 1);
      for (int block = 1; block <= n; block++) {
        int stride = filters == channels ? 1 : 2;
        residualBlock(net, "s%db%d".formatted(stage, block), filters, stride);
        channels = filters;
      }
    }
    return net.then("pool", new GlobalAveragePool()).then("logits", new Dense(classes)).build();
  }

  private static void residualBlock(NetworkBuilder net, String name, int filters, int stride) {
    String shortcut = net.last();
    net.then(name + "/conv1", new Convolution(filters, 3, stride, 1, false))
        .then(name + "/bn1", new BatchNorm(0.9, 1e-5))
        .then(name + "/relu1", new Relu())
        .then(name + "/conv2", new Convolution(filters, 3, 1, 1, false))
        .then(name + "/bn2", new BatchNorm(0.9, 1e-5));
    String residual = net.last();
    if (stride != 1) {
      net.join(name + "/shortcut", new SubsamplePad(stride, filters), shortcut);
      shortcut = net.last();
    }
    net.join(name + "/add", new Add(), residual, shortcut).then(name + "/relu2", new Relu());
  }
}
