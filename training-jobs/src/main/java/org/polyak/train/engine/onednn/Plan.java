package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.polyak.train.engine.ComputeType;
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

/** A network compiled for one batch size, for training or for testing. */
final class Plan implements AutoCloseable {

  private final NativeScope scope = new NativeScope();
  private final Network network;
  private final boolean training;
  private final boolean imageGradientWanted;
  private final Pass pass = new Pass();

  /** Of float32. */
  private final Workshop single;

  /** Of what the plan computes in. */
  private final Workshop typed;

  private final Tensor input;
  private final Map<String, Fold> folds;
  private final Map<String, CompiledLayer> byNode = new HashMap<>();
  private final Map<String, Tensor> converted = new HashMap<>();
  private final List<CompiledLayer> layers = new ArrayList<>();
  private final List<Operation> preparation = new ArrayList<>();
  private final List<Operation> forward = new ArrayList<>();
  private final List<Operation> backward = new ArrayList<>();
  private final Tensor logits;
  private final Tensor logitsGradient;
  private Tensor imageGradient;

  /** Null before the first, and for training. */
  private TestedModel prepared;

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
   * @param purpose what it is compiled for
   * @param compute what it computes in; float32 for testing
   */
  Plan(engine device, Network network, int batch, Purpose purpose, ComputeType compute) {
    this.network = network;
    this.training = purpose != Purpose.TESTING;
    this.imageGradientWanted = purpose == Purpose.IMAGE_GRADIENT;
    this.single = new Workshop(device, scope, batch);
    this.typed = compute == ComputeType.BFLOAT16 ? single.in(memory.data_type.bf16) : single;
    this.input = single.tensor(network.input()).kept();
    this.folds = training ? Map.of() : Fold.of(network);
    List<Step> steps = Step.of(network, folds);
    for (Step step : steps) {
      CompiledLayer layer = compile(step);
      layers.add(layer);
      names(step).forEach(name -> byNode.put(name, layer));
      preparation.addAll(layer.preparation());
      forward.addAll(layer.forward());
    }
    this.logits = layers.get(layers.size() - 1).output().kept();
    this.logitsGradient = training ? single.tensor(logits.description()).kept() : null;
    if (training) {
      compileBackward(steps);
    }
    if (imageGradientWanted) {
      imageGradient.kept();
    }
    single.allocate(Stream.of(preparation, forward, backward).flatMap(List::stream).toList());
  }

  /** Images of a pass. */
  int batch() {
    return single.batch();
  }

  /** Says what the next pass is for. */
  void begin(Phase phase, RandomKey key) {
    pass.begin(phase, key);
  }

  /** Copies parameters in, for training. */
  void load(float[] parameters) {
    layers.forEach(layer -> layer.load(parameters));
  }

  /** Makes passes for testing compute with a model; that may be the one of the passes before. */
  void prepare(stream stream, TestedModel model) {
    if (model != prepared) {
      load(model.parameters());
      layers.forEach(layer -> layer.loadStatistics(model.statistics()));
      preparation.forEach(operation -> operation.run(stream));
      prepared = model;
    }
  }

  /** The pass forward; {@code result} receives the logits. */
  void forward(stream stream, float[] images, float[] result) {
    input.write(images, 0, batch() * network.input().size());
    forward.forEach(operation -> operation.run(stream));
    stream._wait();
    logits.read(result, 0, batch() * network.classes());
  }

  /** The pass backward from the gradient by the logits. */
  void backward(stream stream, float[] byLogits) {
    logitsGradient.write(byLogits, 0, batch() * network.classes());
    backward.forEach(operation -> operation.run(stream));
    stream._wait();
  }

  void storeGradient(float[] gradient) {
    layers.forEach(layer -> layer.storeGradient(gradient));
  }

  /** Copies the gradient by the images out. */
  void storeImageGradient(float[] gradient) {
    imageGradient.read(gradient, 0, batch() * network.input().size());
  }

  void storeStatistics(float[] statistics) {
    layers.forEach(layer -> layer.storeStatistics(statistics));
  }

  @Override
  public void close() {
    scope.close();
  }

  private List<String> names(Step step) {
    Fold fold = folds.get(step.node().name());
    return fold == null ? step.names() : fold.names();
  }

  private CompiledLayer compile(Fold fold) {
    Node node = fold.convolution();
    String in = node.inputs().get(0);
    return new FoldedConvolutionLayer(
        single,
        (Convolution) node.layer(),
        (BatchNorm) fold.norm().layer(),
        network.shape(in),
        network.shape(node.name()),
        output(in),
        offset(node),
        offset(fold.norm()),
        statistics(fold.norm()),
        fold.shortcut().map(this::output).orElse(null),
        fold.relu().isPresent());
  }

  private CompiledLayer compile(Step step) {
    Node node = step.node();
    if (folds.containsKey(node.name())) {
      return compile(folds.get(node.name()));
    }
    Workshop workshop = workshop(step);
    List<Tensor> inputs =
        node.inputs().stream().map(name -> output(name, workshop.type())).toList();
    Tensor in = inputs.get(0);
    Shape inShape = network.shape(node.inputs().get(0));
    Shape outShape = network.shape(node.name());
    Layer layer = node.layer();
    if (!NativeLayers.has(node)) {
      return new KernelLayer(workshop, network, node, network.nodes().indexOf(node), inputs, pass);
    } else if (layer instanceof Convolution c) {
      return new ConvolutionLayer(workshop, c, inShape, outShape, in, offset(node), training);
    } else if (layer instanceof BatchNorm b) {
      return new BatchNormLayer(
          workshop, b, in, offset(node), statistics(node), step.withRelu(), training);
    } else if (layer instanceof Activation a) {
      return new ActivationLayer(workshop, a, in);
    } else if (layer instanceof Add) {
      return new AddLayer(workshop, inputs, step.withRelu());
    } else if (layer instanceof Concat) {
      List<Shape> shapes = node.inputs().stream().map(network::shape).toList();
      return new ConcatLayer(workshop, shapes, outShape, inputs);
    } else if (layer instanceof Scale) {
      return new ScaleLayer(workshop, in, inputs.get(1));
    } else if (layer instanceof MaxPool p) {
      return PoolLayer.max(workshop, p, inShape, in, outShape, training);
    } else if (layer instanceof AveragePool p) {
      return PoolLayer.average(workshop, p, inShape, in, outShape, training);
    } else if (layer instanceof GlobalAveragePool) {
      return PoolLayer.global(workshop, inShape, in, training);
    } else if (layer instanceof LocalResponseNorm n) {
      return new LocalResponseNormLayer(workshop, n, in, training);
    } else if (layer instanceof SubsamplePad s) {
      return new SubsamplePadLayer(workshop, s, inShape, outShape, in, training);
    } else if (layer instanceof Dense d) {
      return new DenseLayer(workshop, inShape, d.units(), in, offset(node));
    }
    throw new IllegalStateException("No native layer for " + node);
  }

  /** From the last step to the first; a node that several read gets the sum of their gradients. */
  private void compileBackward(List<Step> steps) {
    Map<CompiledLayer, Tensor> gradients = new HashMap<>();
    gradients.put(layers.get(layers.size() - 1), logitsGradient);
    for (int i = steps.size() - 1; i >= 0; i--) {
      Tensor gradient = gradients.get(layers.get(i));
      if (gradient == null) {
        throw new IllegalArgumentException(
            network + ": nothing reads node " + steps.get(i).node().name());
      }
      List<String> inputs = steps.get(i).node().inputs();
      List<Boolean> wanted =
          inputs.stream().map(name -> imageGradientWanted || !name.equals(Network.INPUT)).toList();
      CompiledLayer.Backward step = layers.get(i).backward(gradient, wanted);
      backward.addAll(step.operations());
      for (int in = 0; in < inputs.size(); in++) {
        if (wanted.get(in)) {
          accumulate(gradients, inputs.get(in), step.gradients().get(in));
        }
      }
    }
  }

  /** Gradients are added in the type of what they are the gradients by. */
  private void accumulate(Map<CompiledLayer, Tensor> gradients, String node, Tensor found) {
    Tensor more = single.converted(found, output(node).type(), backward);
    if (node.equals(Network.INPUT)) {
      imageGradient = sum(imageGradient, more);
    } else {
      CompiledLayer layer = byNode.get(node);
      gradients.put(layer, sum(gradients.get(layer), more));
    }
  }

  private Tensor sum(Tensor before, Tensor more) {
    if (before == null) {
      return more;
    }
    Tensor sum = single.tensor(more.description());
    backward.add(single.sum(before, more, sum));
    return sum;
  }

  /**
   * Logits are float32, which dense layers make of anything; and so is what plain Java computes.
   */
  private Workshop workshop(Step step) {
    Node node = step.node();
    String last = network.nodes().get(network.nodes().size() - 1).name();
    boolean wide = step.names().contains(last) && !(node.layer() instanceof Dense);
    return NativeLayers.has(node) && !wide ? typed : single;
  }

  /** In the type that a reader computes in, converted once for all that do. */
  private Tensor output(String node, memory.data_type type) {
    Tensor output = output(node);
    return output.isOf(type)
        ? output
        : converted.computeIfAbsent(node, name -> single.converted(output, type, forward));
  }

  private Tensor output(String node) {
    return node.equals(Network.INPUT) ? input : byNode.get(node).output();
  }

  private int offset(Node node) {
    return network.parameterSlices().stream()
        .filter(slice -> slice.node().equals(node))
        .mapToInt(Network.ParameterSlice::offset)
        .min()
        .orElseThrow();
  }

  private Network.StatisticsSlice statistics(Node node) {
    return network.statisticsSlices().stream()
        .filter(slice -> slice.node().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
