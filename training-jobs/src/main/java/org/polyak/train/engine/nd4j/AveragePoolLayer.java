package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.train.network.layer.AveragePool;

/**
 * Mean over windows by {@code avgpool2d} and {@code avgpool2d_bp}, over a map with a border of
 * zeros; where fewer values count than a window has, it is multiplied up.
 */
final class AveragePoolLayer implements NativeLayer {

  private final Workshop workshop;
  private final AveragePool layer;
  private final Windows windows;
  private final INDArray input;
  private final INDArray output;
  private final INDArray bordered;

  /** {@code [n][windows][windows][channels]}; null if all values of all windows count. */
  private final INDArray factors;

  private final Runnable forward;

  AveragePoolLayer(Workshop workshop, AveragePool layer, Windows windows, INDArray input) {
    this.workshop = workshop;
    this.layer = layer;
    this.windows = windows;
    this.input = input;
    this.output = workshop.activations(windows.out());
    boolean border = windows.needBorder();
    this.bordered =
        border
            ? workshop
                .pool()
                .filled(0, input.size(0), windows.height(), windows.width(), input.size(3))
            : input;
    this.factors = border ? factors() : null;
    this.forward =
        ArrayOperations.custom(
            "avgpool2d", List.of(bordered), List.of(output), windows.arguments(1));
  }

  private INDArray factors() {
    INDArray all = workshop.pool().filled(1, output.shape());
    double[] values = new double[(int) all.length()];
    int channels = windows.out().channels();
    int area = windows.size().height() * windows.size().width();
    for (int i = 0; i < values.length; i++) {
      int position = i / channels % (windows.out().height() * windows.out().width());
      int row = position / windows.out().width();
      int column = position % windows.out().width();
      values[i] = (double) area / counted(row, column);
    }
    Transfer.write(values, all);
    return all;
  }

  /** Values of a window that count. */
  private int counted(int row, int column) {
    int paddingRows = layer.padding().height();
    int paddingColumns = layer.padding().width();
    int top = row * layer.stride().height() - paddingRows;
    int left = column * layer.stride().width() - paddingColumns;
    return counted(top, layer.size().height(), windows.in().height(), paddingRows)
        * counted(left, layer.size().width(), windows.in().width(), paddingColumns);
  }

  private int counted(int first, int size, int extent, int padding) {
    int border = layer.countPadding() ? padding : 0;
    return Math.min(first + size, extent + border) - Math.max(first, -border);
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
    if (factors != null) {
      output.muli(factors);
    }
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    INDArray byInput = workshop.pool().take(input.shape());
    INDArray byBordered = bordered == input ? byInput : workshop.pool().take(bordered.shape());
    if (byBordered != byInput) {
      workshop.pool().giveBack(byBordered);
    }
    Runnable distribute =
        ArrayOperations.custom(
            "avgpool2d_bp", List.of(bordered, gradient), List.of(byBordered), windows.arguments(1));
    return new Backward(
        () -> {
          if (factors != null) {
            gradient.muli(factors);
          }
          distribute.run();
          if (byBordered != byInput) {
            byInput.assign(0);
            windows.covered(byInput).assign(windows.inner(byBordered));
          }
        },
        List.of(byInput));
  }
}
