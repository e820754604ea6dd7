package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Sides;

/**
 * Convolution of each channel by filters of its own, by {@code depthwise_conv2d} and {@code
 * depthwise_conv2d_bp}, on arrays as in {@link ConvolutionLayer}. With one filter a channel libnd4j
 * gives both to cuDNN (platform/cudnn/depthwiseConv2d.cu).
 */
final class DepthwiseConvolutionLayer implements NativeLayer {

  private final Workshop workshop;
  private final Convolution layer;
  private final INDArray input;
  private final INDArray output;
  private final int offset;
  private final long[] arguments;
  private final Runnable forward;

  /**
   * @param offset of its parameters in the network's
   */
  DepthwiseConvolutionLayer(
      Workshop workshop, Convolution layer, Shape out, INDArray input, int offset) {
    this.workshop = workshop;
    this.layer = layer;
    this.input = input;
    this.output = workshop.activations(out);
    this.offset = offset;
    this.arguments =
        ConvolutionLayer.arguments(
            workshop, layer, layer.kernel().height(), layer.kernel().width(), 0);
    this.forward =
        ArrayOperations.custom("depthwise_conv2d", operands(), List.of(operand(output)), arguments);
  }

  /** Whether it computes a convolution. */
  static boolean fits(Convolution layer, Shape in) {
    return layer.groups() > 1
        && layer.groups() == in.channels()
        && layer.dilation().equals(Sides.ONE);
  }

  private INDArray operand(INDArray activations) {
    return ConvolutionLayer.operand(workshop, layer, activations, NDArrayIndex.all());
  }

  private INDArray weights(INDArray vector) {
    return Workshop.part(
        vector,
        offset,
        layer.kernel().height(),
        layer.kernel().width(),
        layer.groups(),
        layer.filters() / layer.groups());
  }

  private INDArray bias(INDArray vector) {
    return Workshop.part(vector, offset + (int) weights(vector).length(), layer.filters());
  }

  private List<INDArray> operands() {
    List<INDArray> operands =
        new ArrayList<>(List.of(operand(input), weights(workshop.parameters())));
    if (layer.bias()) {
      operands.add(bias(workshop.parameters()));
    }
    return operands;
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
    List<INDArray> operands = operands();
    operands.add(operand(gradient));
    List<INDArray> results =
        new ArrayList<>(List.of(operand(byInput), weights(workshop.gradient())));
    if (layer.bias()) {
      results.add(bias(workshop.gradient()));
    }
    if (!wanted.get(0)) {
      workshop.pool().giveBack(byInput);
    }
    return new Backward(
        ArrayOperations.custom("depthwise_conv2d_bp", operands, results, arguments),
        Collections.singletonList(wanted.get(0) ? byInput : null));
  }
}
