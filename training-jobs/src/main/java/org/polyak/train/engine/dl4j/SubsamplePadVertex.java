package org.polyak.train.engine.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** DL4J's description of {@link org.polyak.train.network.layer.SubsamplePad}. */
public final class SubsamplePadVertex extends GraphVertex {

  private final int stride;
  private final int channels;

  /**
   * @param stride step in both directions
   * @param channels channels of the output
   */
  public SubsamplePadVertex(
      @JsonProperty("stride") int stride, @JsonProperty("channels") int channels) {
    this.stride = stride;
    this.channels = channels;
  }

  /** Step in both directions. */
  @JsonProperty("stride")
  public int stride() {
    return stride;
  }

  /** Channels of the output. */
  @JsonProperty("channels")
  public int channels() {
    return channels;
  }

  @Override
  public GraphVertex clone() {
    return new SubsamplePadVertex(stride, channels);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubsamplePadVertex o && o.stride == stride && o.channels == channels;
  }

  @Override
  public int hashCode() {
    return 31 * stride + channels;
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new SubsamplePadFunction(graph, name, index, type, stride, channels);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional in = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        (in.getHeight() + stride - 1) / stride,
        (in.getWidth() + stride - 1) / stride,
        channels,
        CNN2DFormat.NHWC);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(
            null, SubsamplePadVertex.class, inputs[0], getOutputType(0, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
