package org.polyak.train.engine.plain;

import java.util.Arrays;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Sides;

/** {@link AveragePool}, and the mean over whole maps. */
final class AveragePoolKernel implements Kernel {

  private final AveragePool layer;
  private final Shape in;
  private final Shape out;

  AveragePoolKernel(AveragePool layer, Shape in, Shape out) {
    this.layer = layer;
    this.in = in;
    this.out = out;
  }

  /** The mean over all positions. */
  static AveragePoolKernel global(Shape in) {
    Sides whole = new Sides(in.height(), in.width());
    return new AveragePoolKernel(
        new AveragePool(whole, Sides.ONE, Sides.NONE, false, false),
        in,
        new Shape(1, 1, in.channels()));
  }

  @FunctionalInterface
  private interface Tap {
    void apply(int input, int output, double weight);
  }

  @Override
  public void forward(Call call) {
    Arrays.fill(call.output(), 0);
    double[] x = call.inputs()[0];
    taps(call.size(), (input, output, weight) -> call.output()[output] += weight * x[input]);
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    taps(
        call.size(),
        (input, output, weight) -> gradients.input()[input] += weight * gradients.output()[output]);
  }

  private void taps(int size, Tap tap) {
    for (int i = 0; i < size; i++) {
      for (int r = 0; r < out.height(); r++) {
        for (int c = 0; c < out.width(); c++) {
          window(i, r, c, tap);
        }
      }
    }
  }

  private void window(int image, int r, int c, Tap tap) {
    int top = r * layer.stride().height() - layer.padding().height();
    int left = c * layer.stride().width() - layer.padding().width();
    Area area = Area.within(in, top, left, layer.size().height(), layer.size().width());
    double weight = 1.0 / (layer.countPadding() ? padded(top, left) : area.size());
    for (int row = area.top(); row < area.bottom(); row++) {
      for (int column = area.left(); column < area.right(); column++) {
        for (int k = 0; k < in.channels(); k++) {
          tap.apply(Area.index(in, image, row, column, k), Area.index(out, image, r, c, k), weight);
        }
      }
    }
  }

  /** Positions of a window within input and padding. */
  private int padded(int top, int left) {
    int bottom = Math.min(top + layer.size().height(), in.height() + layer.padding().height());
    int right = Math.min(left + layer.size().width(), in.width() + layer.padding().width());
    return (bottom - top) * (right - left);
  }
}
