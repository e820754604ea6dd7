package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastCopyOp;
import org.nd4j.linalg.factory.Nd4j;
import org.polyak.train.network.Shape;

/** The mean over all positions. */
final class GlobalAveragePoolLayer implements NativeLayer {

  private final Workshop workshop;
  private final INDArray input;
  private final INDArray output;

  GlobalAveragePoolLayer(Workshop workshop, INDArray input) {
    this.workshop = workshop;
    this.input = input;
    this.output = workshop.activations(new Shape(1, 1, (int) input.size(3)));
  }

  private static INDArray byImage(INDArray means) {
    return means.reshape('c', means.size(0), means.size(3));
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    input.mean(byImage(output), 1, 2);
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    INDArray byInput = workshop.pool().take(input.shape());
    double share = 1.0 / (input.size(1) * input.size(2));
    return new Backward(
        () -> {
          gradient.muli(share);
          Nd4j.getExecutioner()
              .exec(new BroadcastCopyOp(byInput, byImage(gradient), byInput, 0, 3));
        },
        List.of(byInput));
  }
}
