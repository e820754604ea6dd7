package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Maximum over windows by {@code maxpool2d}. The gradient goes to the first of equal values, place
 * by place of a window: {@code maxpool2d_bp} hands cuDNN the gradient where it expects the maxima
 * (libnd4j, platform/cudnn/cudnnUtils.cu), and cuDNN adds in no fixed order where windows overlap.
 */
final class MaxPoolLayer implements NativeLayer {

  private final Workshop workshop;
  private final Windows windows;
  private final INDArray input;
  private final INDArray output;
  private final INDArray bordered;
  private final Runnable forward;

  MaxPoolLayer(Workshop workshop, Windows windows, INDArray input) {
    this.workshop = workshop;
    this.windows = windows;
    this.input = input;
    this.output = workshop.activations(windows.out());
    this.bordered =
        windows.needBorder()
            ? workshop
                .pool()
                .filled(
                    -Float.MAX_VALUE,
                    input.size(0),
                    windows.height(),
                    windows.width(),
                    input.size(3))
            : input;
    this.forward =
        ArrayOperations.custom(
            "maxpool2d", List.of(bordered), List.of(output), windows.arguments(1));
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    if (bordered != input) {
      windows.inner(bordered).assign(windows.covered(input));
    }
    forward.run();
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    INDArray byInput = workshop.pool().take(input.shape());
    INDArray byBordered = bordered == input ? byInput : workshop.pool().take(bordered.shape());
    INDArray stays = workshop.pool().take(output.shape());
    workshop.pool().giveBack(stays);
    if (byBordered != byInput) {
      workshop.pool().giveBack(byBordered);
    }
    return new Backward(() -> distribute(gradient, stays, byBordered, byInput), List.of(byInput));
  }

  /** Hands out the gradient; what is handed out is taken from it. */
  private void distribute(
      INDArray gradient, INDArray stays, INDArray byBordered, INDArray byInput) {
    byBordered.assign(0);
    for (int row = 0; row < windows.size().height(); row++) {
      for (int column = 0; column < windows.size().width(); column++) {
        output.subi(windows.at(bordered, row, column), stays);
        Nd4j.getExecutioner().exec(new Step(stays, stays, 0.0));
        stays.muli(gradient);
        gradient.subi(stays);
        windows.at(byBordered, row, column).addi(gradient);
        gradient.assign(stays);
      }
    }
    if (byBordered != byInput) {
      byInput.assign(0);
      windows.covered(byInput).assign(windows.inner(byBordered));
    }
  }
}
