package org.polyak.train.engine.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.polyak.train.engine.UnsupportedLayer;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Tanh;

/** A {@link Network} as a DL4J graph, channels last; the softmax loss is a layer of its own. */
public final class Dl4jGraph {

  /**
   * Name of the loss layer, whose output are the probabilities, or the logits for other losses than
   * softmax.
   */
  public static final String LOSS = "loss";

  private Dl4jGraph() {}

  /**
   * Whether DL4J computes a network.
   *
   * @throws org.polyak.pipeline.error.PolyakException naming the first node that it does not
   *     compute
   */
  static void check(Network network) {
    for (Node node : network.nodes()) {
      if (!isOffered(node.layer())) {
        throw UnsupportedLayer.of("dl4j", network, node);
      }
    }
  }

  /**
   * The graph.
   *
   * @param loss on the logits; DL4J's own where it is softmax cross entropy
   * @param updater DL4J's updater; not used where only gradients are asked for
   * @param l2 coefficient of w^2 / 2 in the loss, for weights and biases
   * @param batchNormDecay weight of the old running statistic; null for each layer's own
   */
  public static ComputationGraphConfiguration of(
      Network network, Loss loss, IUpdater updater, double l2, Double batchNormDecay) {
    check(network);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .updater(updater)
            .l2(l2)
            .l2Bias(l2)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(Network.INPUT);
    for (Node node : network.nodes()) {
      add(graph, node, batchNormDecay);
    }
    String logits = network.nodes().get(network.nodes().size() - 1).name();
    Shape in = network.input();
    return graph
        .addLayer(LOSS, loss(loss), logits)
        .setOutputs(LOSS)
        .setInputTypes(
            InputType.convolutional(in.height(), in.width(), in.channels(), CNN2DFormat.NHWC))
        .build();
  }

  private static void add(GraphBuilder graph, Node node, Double batchNormDecay) {
    String name = node.name();
    String[] inputs = node.inputs().toArray(String[]::new);
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      graph.addLayer(
          name,
          new ConvolutionLayer.Builder(both(c.kernel()))
              .stride(both(c.stride()))
              .padding(both(c.padding()))
              .nOut(c.filters())
              .hasBias(c.bias())
              .dataFormat(CNN2DFormat.NHWC)
              .build(),
          inputs);
    } else if (layer instanceof BatchNorm b) {
      graph.addLayer(
          name,
          new BatchNormalization.Builder()
              .decay(batchNormDecay == null ? b.momentum() : batchNormDecay)
              .eps(b.epsilon())
              .useLogStd(false)
              .build(),
          inputs);
    } else if (layer instanceof Relu) {
      graph.addLayer(name, new ActivationLayer(Activation.RELU), inputs);
    } else if (layer instanceof Tanh) {
      graph.addLayer(name, new ActivationLayer(Activation.TANH), inputs);
    } else if (layer instanceof Add) {
      graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
    } else if (layer instanceof MaxPool p) {
      graph.addLayer(name, pool(SubsamplingLayer.PoolingType.MAX, p.size(), p.stride()), inputs);
    } else if (layer instanceof AveragePool p) {
      graph.addLayer(name, pool(SubsamplingLayer.PoolingType.AVG, p.size(), p.stride()), inputs);
    } else if (layer instanceof GlobalAveragePool) {
      graph.addLayer(
          name,
          new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(1, 2).build(),
          inputs);
    } else if (layer instanceof SubsamplePad s) {
      graph.addVertex(name, new SubsamplePadVertex(s.stride(), s.channels()), inputs);
    } else if (layer instanceof Dense d) {
      graph.addLayer(
          name, new DenseLayer.Builder().nOut(d.units()).hasBias(d.bias()).build(), inputs);
    } else {
      throw new IllegalArgumentException("DL4J engine: no layer for " + layer);
    }
  }

  private static LossLayer loss(Loss loss) {
    return loss.equals(new SoftmaxCrossEntropy())
        ? new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .build()
        : new LossLayer.Builder(new LossFunction(loss)).activation(Activation.IDENTITY).build();
  }

  private static boolean isOffered(Layer layer) {
    if (layer instanceof Convolution c) {
      // DL4J's oneDNN refuses dilation with a stack trace before it computes it otherwise.
      return c.groups() == 1 && c.dilation().equals(Sides.ONE) && !c.weightNorm();
    } else if (layer instanceof MaxPool p) {
      return p.padding().equals(Sides.NONE) && !p.ceil();
    } else if (layer instanceof AveragePool p) {
      return p.padding().equals(Sides.NONE) && !p.ceil();
    } else if (layer instanceof Dense d) {
      return !d.weightNorm() && !d.draws();
    }
    return layer instanceof BatchNorm
        || layer instanceof Relu
        || layer instanceof Tanh
        || layer instanceof Add
        || layer instanceof GlobalAveragePool
        || layer instanceof SubsamplePad;
  }

  private static int[] both(Sides sides) {
    return new int[] {sides.height(), sides.width()};
  }

  private static SubsamplingLayer pool(
      SubsamplingLayer.PoolingType type, Sides size, Sides stride) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(both(size))
        .stride(both(stride))
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }
}
