package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;

/**
 * Convolution. Activations stay channels last; oneDNN chooses the layout of the weights, which are
 * small and are reordered once a pass, by copies that also narrow them to the type of activations.
 * The gradient of the weights is float32.
 */
final class ConvolutionLayer implements CompiledLayer {

  private static final int ALGORITHM = dnnl.algorithm.convolution_direct.value;

  private final Workshop workshop;
  private final Tensor input;
  private final Tensor output;
  private final long[] stride;
  private final long[] dilation;
  private final long[] padding;
  private final int offset;
  private final int weightCount;
  private final int biasCount;
  private final Tensor weights;
  private final Tensor bias;
  private final memory.desc anyWeights;
  private final memory.desc anyGradient;
  private final memory.desc noBias;
  private final convolution_forward.primitive_desc description;
  private final List<Operation> preparation = new ArrayList<>();
  private final List<Operation> forward = new ArrayList<>();
  private Tensor weightGradient;
  private Tensor biasGradient;

  /**
   * @param offset of its parameters in the network's
   */
  ConvolutionLayer(
      Workshop workshop,
      Convolution layer,
      Shape inputShape,
      Shape outputShape,
      Tensor input,
      int offset,
      boolean training) {
    this.workshop = workshop;
    this.input = input;
    this.output = workshop.tensor(outputShape);
    this.stride = Workshop.both(layer.stride());
    // oneDNN counts the inputs that are left out between two that are taken.
    this.dilation = new long[] {layer.dilation().height() - 1, layer.dilation().width() - 1};
    this.padding = Workshop.both(layer.padding());
    this.offset = offset;
    long[] extents = extents(layer, inputShape.channels() / layer.groups());
    this.weightCount = (int) Arrays.stream(extents).reduce(1, Math::multiplyExact);
    this.biasCount = layer.bias() ? layer.filters() : 0;
    this.weights = workshop.tensor(workshop.strided(extents, strides(layer, extents))).kept();
    this.anyWeights = workshop.typed(memory.format_tag.any, extents);
    this.anyGradient = workshop.description(memory.format_tag.any, extents);
    this.noBias = workshop.scope().own(new memory.desc());
    this.bias =
        layer.bias()
            ? workshop.tensor(workshop.description(memory.format_tag.x, layer.filters())).kept()
            : null;
    this.description =
        workshop
            .scope()
            .own(
                new convolution_forward.primitive_desc(
                    workshop.device(),
                    (training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference)
                        .value,
                    ALGORITHM,
                    input.description(),
                    anyWeights,
                    biasDescription(),
                    output.description(),
                    stride,
                    dilation,
                    padding,
                    padding,
                    workshop.attributes(),
                    false));
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, input);
    arguments.put(
        DNNL_ARG_WEIGHTS,
        training
            ? arranged(description.weights_desc(), forward)
            : arranged(description.weights_desc(), preparation).kept());
    arguments.put(DNNL_ARG_DST, output);
    if (bias != null) {
      arguments.put(DNNL_ARG_BIAS, bias);
    }
    forward.add(workshop.operation(description, new convolution_forward(description), arguments));
  }

  /** Outputs, inputs, rows and columns of the filters, behind the groups if there are several. */
  private static long[] extents(Convolution layer, int inputs) {
    long rows = layer.kernel().height();
    long columns = layer.kernel().width();
    long outputs = layer.filters() / layer.groups();
    return layer.groups() == 1
        ? new long[] {outputs, inputs, rows, columns}
        : new long[] {layer.groups(), outputs, inputs, rows, columns};
  }

  /** Of the network's layout {@code [rows][columns][inputs][filters]}. */
  private static long[] strides(Convolution layer, long[] extents) {
    long filters = layer.filters();
    long inputs = extents[extents.length - 3];
    long columns = extents[extents.length - 1];
    long[] plain = {1, filters, columns * inputs * filters, inputs * filters};
    return layer.groups() == 1
        ? plain
        : new long[] {extents[1], plain[0], plain[1], plain[2], plain[3]};
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public List<Operation> preparation() {
    return preparation;
  }

  @Override
  public List<Operation> forward() {
    return forward;
  }

  @Override
  public Backward backward(Tensor gradient, List<Boolean> wanted) {
    List<Operation> operations = new ArrayList<>();
    backwardWeights(gradient, operations);
    Tensor inputGradient = wanted.get(0) ? backwardData(gradient, operations) : null;
    return new Backward(operations, Arrays.asList(inputGradient));
  }

  private void backwardWeights(Tensor gradient, List<Operation> operations) {
    convolution_backward_weights.primitive_desc backward =
        workshop
            .scope()
            .own(
                new convolution_backward_weights.primitive_desc(
                    workshop.device(),
                    ALGORITHM,
                    input.description(),
                    anyGradient,
                    biasDescription(),
                    gradient.description(),
                    stride,
                    dilation,
                    padding,
                    padding,
                    description,
                    workshop.attributes(),
                    false));
    Tensor chosen = workshop.tensor(workshop.scope().own(backward.diff_weights_desc()));
    weightGradient = workshop.tensor(weights.description()).kept();
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, input);
    arguments.put(DNNL_ARG_DIFF_DST, gradient);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, chosen);
    if (bias != null) {
      biasGradient = workshop.tensor(bias.description()).kept();
      arguments.put(DNNL_ARG_DIFF_BIAS, biasGradient);
    }
    operations.add(
        workshop.operation(backward, new convolution_backward_weights(backward), arguments));
    operations.add(workshop.copy(chosen, weightGradient));
  }

  private Tensor backwardData(Tensor gradient, List<Operation> operations) {
    convolution_backward_data.primitive_desc backward =
        workshop
            .scope()
            .own(
                new convolution_backward_data.primitive_desc(
                    workshop.device(),
                    ALGORITHM,
                    input.description(),
                    anyWeights,
                    gradient.description(),
                    stride,
                    dilation,
                    padding,
                    padding,
                    description,
                    workshop.attributes(),
                    false));
    Tensor inputGradient = workshop.tensor(input.description());
    Tensor arranged = arranged(backward.weights_desc(), operations);
    operations.add(
        workshop.operation(
            backward,
            new convolution_backward_data(backward),
            Map.of(
                DNNL_ARG_DIFF_DST,
                gradient,
                DNNL_ARG_WEIGHTS,
                arranged,
                DNNL_ARG_DIFF_SRC,
                inputGradient)));
    return inputGradient;
  }

  /**
   * The weights in another layout and the type of activations, by a copy that {@code operations}
   * receives.
   */
  private Tensor arranged(memory.desc chosen, List<Operation> operations) {
    Tensor arranged = workshop.tensor(workshop.scope().own(chosen));
    operations.add(workshop.copy(weights, arranged));
    return arranged;
  }

  private memory.desc biasDescription() {
    return bias == null ? noBias : bias.description();
  }

  @Override
  public void load(float[] parameters) {
    weights.write(parameters, offset, weightCount);
    if (bias != null) {
      bias.write(parameters, offset + weightCount, biasCount);
    }
  }

  @Override
  public void storeGradient(float[] gradient) {
    weightGradient.read(gradient, offset, weightCount);
    if (bias != null) {
      biasGradient.read(gradient, offset + weightCount, biasCount);
    }
  }
}
