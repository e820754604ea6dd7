package org.polyak.train.engine;

import java.util.stream.Stream;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.InstanceNorm;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/**
 * A small network for every layer and each of its forms; images have odd, unequal extents, so that
 * no transposition goes unnoticed.
 */
public final class LayerNetworks {

  private static final Shape IMAGE = new Shape(7, 9, 3);
  private static final int CLASSES = 4;

  private LayerNetworks() {}

  /** All of them. */
  public static Stream<Network> all() {
    return Stream.of(
            convolutions(),
            denses(),
            pools(),
            joins(),
            norms(),
            normalizedSums(),
            activations(),
            noises())
        .flatMap(networks -> networks);
  }

  private static Stream<Network> convolutions() {
    return Stream.of(
        alone("convolution with bias", new Convolution(5, 3, 1, 1, true)),
        alone(
            "convolution with unequal sides",
            new Convolution(5, new Sides(1, 3), new Sides(2, 1), new Sides(0, 1), true)),
        alone("dilated convolution", new Convolution(4, 3, 1, 2, true).dilated(2)),
        alone("dilated convolution with a stride", new Convolution(4, 3, 2, 1, false).dilated(3)),
        alone("depthwise convolution", new Convolution(3, 3, 1, 1, false).grouped(3)),
        net("grouped convolution")
            .then("a", new Convolution(6, 1, 1, 0, false))
            .then("b", new Convolution(8, 3, 2, 1, true).grouped(2))
            .then("logits", new Dense(CLASSES))
            .build(),
        alone(
            "weight-normalised convolution", new Convolution(4, 3, 1, 1, true).weightNormalized()),
        net("two convolutions, stride 2")
            .then("a", new Convolution(4, 3, 2, 1, false))
            .then("b", new Convolution(6, 2, 1, 0, false))
            .then("logits", new Dense(CLASSES))
            .build());
  }

  private static Stream<Network> denses() {
    return Stream.of(
        net("dense").then("logits", new Dense(CLASSES)).build(),
        net("dense without bias").then("logits", new Dense(CLASSES, false, false, 0)).build(),
        net("weight-normalised dense")
            .then("logits", new Dense(CLASSES).weightNormalized())
            .build(),
        net("DropConnect")
            .then("a", new Dense(6).dropConnect(0.4))
            .then("logits", new Dense(CLASSES).weightNormalized().dropConnect(0.3))
            .build(),
        net("hierarchical softmax")
            .then("nodes", new Dense(4))
            .then("logits", new HierarchicalSoftmax())
            .build(),
        Networks.create("lenet5", new Shape(32, 32, 3), 10),
        Networks.create("resnet8", new Shape(16, 12, 3), 10));
  }

  private static Stream<Network> pools() {
    return Stream.of(
        behindConvolution("max pool", new MaxPool(2, 2)),
        behindConvolution("padded max pool", new MaxPool(3, 2, 1, false)),
        behindConvolution("max pool, rounded up", new MaxPool(2, 2, 0, true)),
        behindConvolution("padded max pool, rounded up", new MaxPool(3, 2, 1, true)),
        behindConvolution("overlapping average pool", new AveragePool(3, 2)),
        behindConvolution("padded average pool", new AveragePool(3, 2, 1, false, false)),
        behindConvolution("average pool of padding", new AveragePool(3, 2, 1, false, true)),
        behindConvolution("average pool, rounded up", new AveragePool(2, 2, 0, true, false)),
        behindConvolution("average pool of padding, up", new AveragePool(4, 3, 1, true, true)),
        behindConvolution("global average pool", new GlobalAveragePool()),
        behindConvolution("fractional max pool", new FractionalMaxPool(1.5, false)),
        behindConvolution("overlapping fractional pool", new FractionalMaxPool(1.25, true)));
  }

  private static Stream<Network> joins() {
    return Stream.of(
        net("shortcut")
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("b", new Convolution(6, 3, 2, 1, false))
            .join("short", new SubsamplePad(2, 6), "a")
            .join("add", new Add(), "b", "short")
            .then("logits", new Dense(CLASSES))
            .build(),
        net("add, ReLU, read twice")
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("b", new Convolution(4, 3, 1, 1, false))
            .join("add", new Add(), "b", "a")
            .then("relu", new Relu())
            .then("c", new Convolution(4, 3, 1, 1, false))
            .join("again", new Add(), "c", "relu")
            .then("logits", new Dense(CLASSES))
            .build(),
        net("add of three, and ReLU")
            .then("a", new Convolution(3, 3, 1, 1, false))
            .join("add", new Add(), "a", "input", "a")
            .then("relu", new Relu())
            .then("logits", new Dense(CLASSES))
            .build(),
        net("branches")
            .then("a", new Convolution(4, 1, 1, 0, true))
            .join("b", new Convolution(5, 3, 1, 1, true), "input")
            .join("c", new MaxPool(3, 1, 1, false), "a")
            .join("concat", new Concat(), "a", "b", "input", "c")
            .then("d", new Convolution(4, 3, 2, 0, false))
            .then("logits", new Dense(CLASSES))
            .build(),
        net("squeeze and excitation")
            .then("a", new Convolution(4, 3, 1, 1, true))
            .then("squeeze", new GlobalAveragePool())
            .then("reduce", new Dense(2))
            .then("relu", new Relu())
            .then("expand", new Dense(4))
            .then("gate", new Sigmoid())
            .join("scale", new Scale(), "a", "gate")
            .then("logits", new Dense(CLASSES))
            .build());
  }

  private static Stream<Network> norms() {
    return Stream.of(
        behindConvolution("batch norm", new BatchNorm(0.9, 1e-5)),
        net("batch norm and ReLU")
            .then("conv", new Convolution(4, 3, 1, 1, false))
            .then("bn", new BatchNorm(0.9, 1e-3))
            .then("relu", new Relu())
            .then("logits", new Dense(CLASSES))
            .build(),
        net("batch norm behind dense")
            .then("a", new Dense(6))
            .then("bn", new BatchNorm(0.9, 1e-3))
            .then("logits", new Dense(CLASSES))
            .build(),
        behindConvolution("decorrelated", new DecorrelatedBatchNorm(6, 0.9, 1e-3)),
        behindConvolution("decorrelated in groups", new DecorrelatedBatchNorm(3, 0.9, 1e-2)),
        behindConvolution("layer norm", new LayerNorm()),
        behindConvolution("instance norm", new InstanceNorm()),
        behindConvolution("group norm", new GroupNorm(3)),
        net("layer norm behind dense")
            .then("a", new Dense(6))
            .then("norm", new LayerNorm(1e-3))
            .then("logits", new Dense(CLASSES))
            .build(),
        behindConvolution("response norm", new LocalResponseNorm()),
        behindConvolution("strong response norm", new LocalResponseNorm(3, 1, 0.5, 0.75)));
  }

  /** Where engines may fold a norm and a sum into a convolution, and where they must not. */
  private static Stream<Network> normalizedSums() {
    return Stream.of(
        net("normalised sums: projected, plain, read again")
            .then("a", new Convolution(4, 3, 1, 1, true))
            .then("a-bn", new BatchNorm(0.9, 1e-3))
            .then("a-relu", new Relu())
            .then("b", new Convolution(6, 3, 2, 1, false))
            .then("b-bn", new BatchNorm(0.9, 1e-3))
            .join("p", new Convolution(6, 1, 2, 0, false), "a-relu")
            .then("p-bn", new BatchNorm(0.9, 1e-3))
            .join("sum1", new Add(), "b-bn", "p-bn")
            .then("relu1", new Relu())
            .then("c", new Convolution(6, 3, 1, 1, false))
            .then("c-bn", new BatchNorm(0.9, 1e-3))
            .then("c-relu", new Relu())
            .then("d", new Convolution(6, 3, 1, 1, false))
            .then("d-bn", new BatchNorm(0.9, 1e-3))
            .join("sum2", new Add(), "relu1", "d-bn")
            .then("e", new Convolution(6, 3, 1, 1, false))
            .then("e-bn", new BatchNorm(0.9, 1e-3))
            .join("sum3", new Add(), "e-bn", "sum2")
            .then("relu3", new Relu())
            .join("sum4", new Add(), "sum2", "relu3")
            .then("logits", new Dense(CLASSES))
            .build(),
        net("normalised sum of one convolution and its input")
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("relu", new Relu())
            .then("b", new Convolution(4, 3, 1, 1, false))
            .then("b-bn", new BatchNorm(0.9, 1e-3))
            .join("sum", new Add(), "relu", "b-bn")
            .then("logits", new Dense(CLASSES))
            .build(),
        net("normalised sum whose shortcut is read early and normalised late")
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("relu", new Relu())
            .then("late", new Convolution(4, 3, 1, 1, false))
            .join("b", new Convolution(5, 3, 1, 1, false), "relu")
            .then("b-relu", new Relu())
            .then("c", new Convolution(4, 3, 1, 1, false))
            .then("c-bn", new BatchNorm(0.9, 1e-3))
            .join("sum", new Add(), "relu", "c-bn")
            .join("late-bn", new BatchNorm(0.9, 1e-3), "late")
            .join("both", new Add(), "sum", "late-bn")
            .then("logits", new Dense(CLASSES))
            .build(),
        net("normalised values added to themselves")
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("bn", new BatchNorm(0.9, 1e-3))
            .join("twice", new Add(), "bn", "bn")
            .then("relu", new Relu())
            .then("logits", new Dense(CLASSES))
            .build());
  }

  private static Stream<Network> activations() {
    return Stream.concat(
        Stream.of(
                new Relu(),
                new Tanh(),
                new Sigmoid(),
                new LeakyRelu(),
                new LeakyRelu(0.1),
                new Prelu(),
                new Elu(),
                new Elu(0.5),
                new Selu(),
                new Gelu(),
                new Swish(),
                new Swish(1.5),
                new Maxout(2),
                new Maxout(3))
            .map(activation -> behindConvolution(activation.toString(), activation)),
        Stream.of(
            net("tanh between dense")
                .then("a", new Dense(6))
                .then("tanh", new Tanh())
                .then("logits", new Dense(CLASSES))
                .build(),
            net("maxout between dense")
                .then("a", new Dense(6))
                .then("maxout", new Maxout(2))
                .then("logits", new Dense(CLASSES))
                .build()));
  }

  private static Stream<Network> noises() {
    return Stream.of(
        behindConvolution("dropout", new Dropout(0.4)),
        behindConvolution("vanilla dropout", new Dropout(0.3, Dropout.Form.VANILLA)),
        behindConvolution("spatial dropout", new SpatialDropout(0.4)),
        net("stochastic depth")
            .then("a", new Convolution(3, 3, 1, 1, false))
            .then("bn", new BatchNorm(0.9, 1e-3))
            .then("gate", new StochasticDepth(0.6))
            .join("add", new Add(), "gate", "input")
            .then("b", new Convolution(3, 3, 1, 1, false))
            .then("gate2", new StochasticDepth(0.3))
            .join("add2", new Add(), "gate2", "add")
            .then("logits", new Dense(CLASSES))
            .build());
  }

  private static Network alone(String name, Layer layer) {
    return net(name).then("layer", layer).then("logits", new Dense(CLASSES)).build();
  }

  private static Network behindConvolution(String name, Layer layer) {
    return net(name)
        .then("conv", new Convolution(6, 3, 1, 1, true))
        .then("layer", layer)
        .then("logits", new Dense(CLASSES))
        .build();
  }

  private static NetworkBuilder net(String name) {
    return new NetworkBuilder(name, IMAGE);
  }
}
