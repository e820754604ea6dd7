package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.MaxPool;

/** {@link MaxPool}, which remembers where each maximum came from. */
final class MaxPoolKernel implements Kernel {

  private final MaxPool layer;
  private final Shape in;
  private final Shape out;
  private int[] winners = new int[0];

  MaxPoolKernel(MaxPool layer, Shape in, Shape out) {
    this.layer = layer;
    this.in = in;
    this.out = out;
  }

  @Override
  public void forward(Call call) {
    winners = new int[call.output().length];
    int position = 0;
    for (int i = 0; i < call.size(); i++) {
      for (int r = 0; r < out.height(); r++) {
        int top = r * layer.stride().height() - layer.padding().height();
        for (int c = 0; c < out.width(); c++) {
          int left = c * layer.stride().width() - layer.padding().width();
          Area area = Area.within(in, top, left, layer.size().height(), layer.size().width());
          for (int k = 0; k < out.channels(); k++) {
            winners[position] = area.largest(in, i, k, call.inputs()[0]);
            call.output()[position] = call.inputs()[0][winners[position]];
            position++;
          }
        }
      }
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    for (int i = 0; i < winners.length; i++) {
      gradients.input()[winners[i]] += gradients.output()[i];
    }
  }
}
