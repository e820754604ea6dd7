package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;

/**
 * Convolution by {@code conv2d} and {@code conv2d_bp}.
 *
 * <p>Activations lie channels last in memory. On GPUs views {@code [n][channels][height][width]} of
 * them are passed: libnd4j gives {@code conv2d_bp} to cuDNN only if it is said to be channels first
 * (platform/cudnn/conv2d.cu), and describes arrays to cuDNN by their strides, so that nothing is
 * moved. On processors the values are the same and views cost time, since libnd4j sets results to 0
 * before oneDNN computes them, which is slow for views. cuDNN takes weights as they lie, so they
 * are copied to {@code [filters][inputs][rows][columns]} once a pass.
 *
 * <p>Filters with dilation are filled up with zeros: the padding that libnd4j derives for oneDNN
 * (platform/mkldnn/conv2d.cpp) forgets dilation, and oneDNN refuses it. Groups are convolved one
 * after the other.
 */
final class ConvolutionLayer implements NativeLayer {

  private final Workshop workshop;
  private final Convolution layer;
  private final INDArray input;
  private final INDArray output;
  private final int offset;
  private final long[] arguments;
  private final INDArray packed;
  private final int inputs;
  private final int filters;
  private final Runnable forward;

  /**
   * @param offset of its parameters in the network's
   */
  ConvolutionLayer(Workshop workshop, Convolution layer, Shape out, INDArray input, int offset) {
    this.workshop = workshop;
    this.layer = layer;
    this.input = input;
    this.output = workshop.activations(out);
    this.offset = offset;
    this.inputs = (int) input.size(3) / layer.groups();
    this.filters = layer.filters() / layer.groups();
    long rows = extent(layer.kernel().height(), layer.dilation().height());
    long columns = extent(layer.kernel().width(), layer.dilation().width());
    this.packed = workshop.pool().filled(0, layer.filters(), inputs, rows, columns);
    this.arguments = arguments(workshop, layer, rows, columns, 1);
    List<Runnable> passes = new ArrayList<>();
    INDArray weights = channelsFirst(Workshop.part(workshop.parameters(), offset, shape()));
    INDArray places = places(packed);
    passes.add(() -> places.assign(weights));
    for (int group = 0; group < layer.groups(); group++) {
      passes.add(
          ArrayOperations.custom(
              "conv2d",
              withBias(List.of(inputs(input, group), filters(packed, group)), group),
              List.of(outputs(output, group)),
              arguments));
    }
    this.forward = ArrayOperations.sequence(passes);
  }

  /** Rows or columns of a filter with the zeros between them. */
  private static long extent(int kernel, int dilation) {
    return (long) dilation * (kernel - 1) + 1;
  }

  /**
   * Integer arguments of libnd4j's convolutions.
   *
   * @param weightsFormat 0 for weights {@code [rows][columns][inputs][filters]}, 1 for {@code
   *     [filters][inputs][rows][columns]}
   */
  static long[] arguments(
      Workshop workshop, Convolution layer, long rows, long columns, int weightsFormat) {
    return new long[] {
      rows,
      columns,
      layer.stride().height(),
      layer.stride().width(),
      layer.padding().height(),
      layer.padding().width(),
      1, // dilation
      1,
      0, // padding as given
      channelsFirst(workshop, layer) ? 0 : 1,
      weightsFormat
    };
  }

  /**
   * For oneDNN too, parts of the channels have the right strides only if the channels are first.
   */
  private static boolean channelsFirst(Workshop workshop, Convolution layer) {
    return workshop.channelsFirst() || layer.groups() > 1;
  }

  /** Some channels of activations as a convolution takes them: a view, or the activations. */
  static INDArray operand(
      Workshop workshop, Convolution layer, INDArray activations, INDArrayIndex channels) {
    INDArray part =
        activations.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), channels);
    return channelsFirst(workshop, layer) ? part.permute(0, 3, 1, 2) : part;
  }

  /** {@code [filters][inputs][rows][columns]} of the network's layout, a view. */
  private static INDArray channelsFirst(INDArray weights) {
    return weights.permute(3, 2, 0, 1);
  }

  private long[] shape() {
    return new long[] {layer.kernel().height(), layer.kernel().width(), inputs, layer.filters()};
  }

  /** Where filters without the zeros between are in those with them. */
  private INDArray places(INDArray filled) {
    return filled.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, layer.dilation().height(), filled.size(2)),
        NDArrayIndex.interval(0, layer.dilation().width(), filled.size(3)));
  }

  private INDArray inputs(INDArray activations, int group) {
    return operand(workshop, layer, activations, part(group, inputs));
  }

  private INDArray outputs(INDArray activations, int group) {
    return operand(workshop, layer, activations, part(group, filters));
  }

  private INDArrayIndex part(int group, int size) {
    return layer.groups() == 1
        ? NDArrayIndex.all()
        : NDArrayIndex.interval((long) group * size, (group + 1L) * size);
  }

  private INDArray filters(INDArray all, int group) {
    return all.get(
        part(group, filters), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
  }

  private INDArray biases(INDArray vector, int group) {
    int first = offset + (int) packedWeights() + group * filters;
    return Workshop.part(vector, first, filters);
  }

  private long packedWeights() {
    return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
  }

  private List<INDArray> withBias(List<INDArray> operands, int group) {
    List<INDArray> all = new ArrayList<>(operands);
    if (layer.bias()) {
      all.add(biases(workshop.parameters(), group));
    }
    return all;
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    forward.run();
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    INDArray byInput = workshop.pool().take(input.shape());
    INDArray byPacked = workshop.pool().take(packed.shape());
    List<Runnable> passes = new ArrayList<>();
    for (int group = 0; group < layer.groups(); group++) {
      List<INDArray> operands =
          withBias(List.of(inputs(input, group), filters(packed, group)), group);
      operands.add(outputs(gradient, group));
      List<INDArray> results =
          new ArrayList<>(List.of(inputs(byInput, group), filters(byPacked, group)));
      if (layer.bias()) {
        results.add(biases(workshop.gradient(), group));
      }
      passes.add(ArrayOperations.custom("conv2d_bp", operands, results, arguments));
    }
    INDArray byWeights = channelsFirst(Workshop.part(workshop.gradient(), offset, shape()));
    INDArray places = places(byPacked);
    passes.add(() -> byWeights.assign(places));
    workshop.pool().giveBack(byPacked);
    if (!wanted.get(0)) {
      workshop.pool().giveBack(byInput);
    }
    return new Backward(
        ArrayOperations.sequence(passes),
        Collections.singletonList(wanted.get(0) ? byInput : null));
  }
}
