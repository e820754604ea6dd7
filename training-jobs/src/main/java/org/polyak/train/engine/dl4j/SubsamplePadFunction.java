package org.polyak.train.engine.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Computes {@link SubsamplePadVertex} on arrays {@code [n][height][width][channels]}. */
final class SubsamplePadFunction extends BaseGraphVertex {

  private static final long serialVersionUID = 1L;

  private final int stride;
  private final int channels;

  SubsamplePadFunction(
      ComputationGraph graph, String name, int index, DataType type, int stride, int channels) {
    super(graph, name, index, (VertexIndices[]) null, (VertexIndices[]) null, type);
    this.stride = stride;
    this.channels = channels;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray in = inputs[0];
    long rows = (in.size(1) + stride - 1) / stride;
    long columns = (in.size(2) + stride - 1) / stride;
    INDArray out =
        workspaces
            .createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {in.size(0), rows, columns, channels},
                'c')
            .assign(0);
    kept(out, in.size(3)).assign(sampled(in));
    return out;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray in = inputs[0];
    INDArray gradient =
        workspaces
            .createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c')
            .assign(0);
    sampled(gradient).assign(kept(epsilon, in.size(3)));
    return new Pair<>(null, new INDArray[] {gradient});
  }

  private INDArray sampled(INDArray array) {
    return array.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, stride, array.size(1)),
        NDArrayIndex.interval(0, stride, array.size(2)),
        NDArrayIndex.all());
  }

  private static INDArray kept(INDArray array, long inputChannels) {
    return array.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, inputChannels));
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("A shortcut without parameters has no gradient view");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batch) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return "SubsamplePad(stride=" + stride + ", channels=" + channels + ")";
  }
}
