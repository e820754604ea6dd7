package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.SubsamplePad;

/**
 * A network bound to arrays for one batch size. What goes in and comes out are arrays that stay the
 * same: parameters, statistics and images are set, logits read, their gradients set, and those of
 * the parameters and images read.
 */
final class Plan implements AutoCloseable {

  private final Network network;
  private final Purpose purpose;
  private final Workshop workshop;
  private final INDArray images;
  private final Map<String, NativeLayer> layers = new HashMap<>();
  private final List<NativeLayer> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();
  private final INDArray logits;
  private final INDArray byLogits;
  private INDArray byImages;

  /** What a plan is compiled for. */
  enum Purpose {
    /** Statistics of the batch; gradients by parameters. */
    TRAINING,
    /** Statistics of the batch; gradients by parameters and images. */
    IMAGE_GRADIENT,
    /** Running statistics, no gradients. */
    TESTING
  }

  /**
   * @param batch images of a pass
   * @param type of all arrays; double only for checks
   * @param channelsFirst whether convolutions are passed views with the channels first, as GPUs
   *     need it
   */
  Plan(Network network, int batch, Purpose purpose, DataType type, boolean channelsFirst) {
    this.network = network;
    this.purpose = purpose;
    this.workshop = new Workshop(network, batch, type, channelsFirst);
    Shape in = network.input();
    this.images = workshop.pool().filled(0, batch, in.height(), in.width(), in.channels());
    for (Node node : network.nodes()) {
      NativeLayer layer = compile(node);
      layers.put(node.name(), layer);
      forward.add(layer);
      if (purpose == Purpose.TESTING) {
        giveBackInputs(node);
      }
    }
    this.logits = forward.get(forward.size() - 1).output();
    this.byLogits = purpose == Purpose.TESTING ? null : workshop.pool().filled(0, logits.shape());
    if (purpose != Purpose.TESTING) {
      compileBackward();
    }
  }

  /** Images of a pass. */
  int batch() {
    return workshop.batch();
  }

  /** Laid out as the network's; to be set. */
  INDArray parameters() {
    return workshop.parameters();
  }

  /** Laid out as the network's: to be set for testing, to be read after a pass of training. */
  INDArray statistics() {
    return workshop.statistics();
  }

  /** {@code [n][height][width][channels]}, to be set. */
  INDArray images() {
    return images;
  }

  /** {@code [n][1][1][classes]}, to be read. */
  INDArray logits() {
    return logits;
  }

  /** Of the loss by the logits, to be set before the pass backward. */
  INDArray byLogits() {
    return byLogits;
  }

  /** Of the loss by the parameters, to be read. */
  INDArray gradient() {
    return workshop.gradient();
  }

  /** Of the loss by the images, to be read if the purpose is that. */
  INDArray byImages() {
    return byImages;
  }

  void forward(Phase phase, RandomKey key) {
    Pass pass = new Pass(phase, key);
    forward.forEach(layer -> layer.forward(pass));
  }

  void backward() {
    backward.forEach(Runnable::run);
  }

  @Override
  public void close() {
    workshop.close();
  }

  private NativeLayer compile(Node node) {
    List<INDArray> inputs = node.inputs().stream().map(this::output).toList();
    INDArray in = inputs.get(0);
    Shape inShape = network.shape(node.inputs().get(0));
    Shape outShape = network.shape(node.name());
    int offset = network.parameterRange(node).from();
    Layer layer = node.layer();
    if (!NativeLayers.has(node)) {
      return new KernelLayer(workshop, network, node, inputs);
    } else if (NativeLayers.isNoise(layer)) {
      return new NoiseLayer(workshop, network, node, in);
    } else if (layer instanceof Convolution c) {
      return DepthwiseConvolutionLayer.fits(c, inShape)
          ? new DepthwiseConvolutionLayer(workshop, c, outShape, in, offset)
          : new ConvolutionLayer(workshop, c, outShape, in, offset);
    } else if (layer instanceof BatchNorm b) {
      return new BatchNormLayer(
          workshop, b, in, offset, statistics(node), purpose != Purpose.TESTING);
    } else if (layer instanceof Activation a) {
      return new ActivationLayer(workshop, a, in);
    } else if (layer instanceof Add) {
      return new AddLayer(workshop, inputs);
    } else if (layer instanceof Concat) {
      return new ConcatLayer(workshop, outShape, inputs);
    } else if (layer instanceof Scale) {
      return new ScaleLayer(workshop, in, inputs.get(1));
    } else if (layer instanceof MaxPool p) {
      return new MaxPoolLayer(
          workshop, new Windows(inShape, outShape, p.size(), p.stride(), p.padding()), in);
    } else if (layer instanceof AveragePool p) {
      return new AveragePoolLayer(
          workshop, p, new Windows(inShape, outShape, p.size(), p.stride(), p.padding()), in);
    } else if (layer instanceof GlobalAveragePool) {
      return new GlobalAveragePoolLayer(workshop, in);
    } else if (layer instanceof LocalResponseNorm n) {
      return new LocalResponseNormLayer(workshop, n, in, purpose != Purpose.TESTING);
    } else if (layer instanceof SubsamplePad s) {
      return new SubsamplePadLayer(workshop, s, outShape, in);
    } else if (layer instanceof Dense d) {
      return new DenseLayer(workshop, d, in, offset);
    }
    throw new IllegalStateException("No native layer for " + node);
  }

  /** What a node is the last to read is free for the nodes behind it. */
  private void giveBackInputs(Node reader) {
    List<Node> behind =
        network.nodes().subList(network.nodes().indexOf(reader) + 1, network.nodes().size());
    reader.inputs().stream()
        .distinct()
        .filter(name -> !name.equals(Network.INPUT))
        .filter(name -> behind.stream().noneMatch(node -> node.inputs().contains(name)))
        .forEach(name -> workshop.pool().giveBack(output(name)));
  }

  /** From the last node to the first; one that several read gets the sum of their gradients. */
  private void compileBackward() {
    Map<String, INDArray> gradients = new HashMap<>();
    List<Node> nodes = network.nodes();
    gradients.put(nodes.get(nodes.size() - 1).name(), byLogits);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      INDArray gradient = gradients.get(node.name());
      if (gradient == null) {
        throw new IllegalArgumentException(network + ": nothing reads node " + node.name());
      }
      List<Boolean> wanted =
          node.inputs().stream()
              .map(name -> purpose == Purpose.IMAGE_GRADIENT || !name.equals(Network.INPUT))
              .toList();
      NativeLayer.Backward step = layers.get(node.name()).backward(gradient, wanted);
      backward.add(step.pass());
      if (step.gradients().stream().noneMatch(given -> given == gradient)) {
        workshop.pool().giveBack(gradient);
      }
      for (int in = 0; in < wanted.size(); in++) {
        if (wanted.get(in)) {
          accumulate(gradients, node.inputs().get(in), step.gradients().get(in));
        }
      }
    }
    byImages = gradients.get(Network.INPUT);
  }

  private void accumulate(Map<String, INDArray> gradients, String node, INDArray more) {
    INDArray before = gradients.putIfAbsent(node, more);
    if (before != null) {
      backward.add(() -> before.addi(more));
      workshop.pool().giveBack(more);
    }
  }

  private INDArray output(String node) {
    return node.equals(Network.INPUT) ? images : layers.get(node).output();
  }

  private Network.StatisticsSlice statistics(Node node) {
    return network.statisticsSlices().stream()
        .filter(slice -> slice.node().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
