package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.SubsamplePad;

/** Some rows and columns, and channels of zeros. */
final class SubsamplePadLayer implements NativeLayer {

  private final Workshop workshop;
  private final int stride;
  private final INDArray input;
  private final INDArray output;

  SubsamplePadLayer(Workshop workshop, SubsamplePad layer, Shape out, INDArray input) {
    this.workshop = workshop;
    this.stride = layer.stride();
    this.input = input;
    this.output = workshop.activations(out);
  }

  /** What is taken of an input: a view. */
  private INDArray sampled(INDArray x) {
    return x.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, stride, x.size(1)),
        NDArrayIndex.interval(0, stride, x.size(2)),
        NDArrayIndex.all());
  }

  /** Where it goes: a view. */
  private INDArray kept(INDArray y) {
    return y.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, input.size(3)));
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    output.assign(0);
    kept(output).assign(sampled(input));
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    INDArray byInput = workshop.pool().take(input.shape());
    return new Backward(
        () -> {
          byInput.assign(0);
          sampled(byInput).assign(kept(gradient));
        },
        List.of(byInput));
  }
}
