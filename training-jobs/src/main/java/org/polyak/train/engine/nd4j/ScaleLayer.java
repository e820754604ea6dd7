package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/** Each channel of a map times its gate. */
final class ScaleLayer implements NativeLayer {

  private final Workshop workshop;
  private final INDArray map;
  private final INDArray gate;
  private final INDArray output;

  /**
   * @param gate {@code [n][1][1][channels]}
   */
  ScaleLayer(Workshop workshop, INDArray map, INDArray gate) {
    this.workshop = workshop;
    this.map = map;
    this.gate = gate;
    this.output = workshop.pool().take(map.shape());
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    scale(map, output);
  }

  private void scale(INDArray x, INDArray result) {
    Nd4j.getExecutioner().exec(new BroadcastMulOp(x, byImage(gate), result, 0, 3));
  }

  private static INDArray byImage(INDArray gate) {
    return gate.reshape('c', gate.size(0), gate.size(3));
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    INDArray product = workshop.pool().take(map.shape());
    INDArray byGate = workshop.pool().take(gate.shape());
    List<Runnable> passes = new ArrayList<>();
    if (wanted.get(1)) {
      passes.add(() -> gradient.muli(map, product));
      passes.add(() -> product.sum(byImage(byGate), 1, 2));
    } else {
      workshop.pool().giveBack(byGate);
    }
    if (wanted.get(0)) {
      passes.add(() -> scale(gradient, gradient));
    }
    workshop.pool().giveBack(product);
    return new Backward(
        ArrayOperations.sequence(passes),
        Arrays.asList(wanted.get(0) ? gradient : null, wanted.get(1) ? byGate : null));
  }
}
