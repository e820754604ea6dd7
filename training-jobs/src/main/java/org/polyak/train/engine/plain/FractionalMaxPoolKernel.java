package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.FractionalMaxPool;

/** {@link FractionalMaxPool}, which remembers where each maximum came from. */
final class FractionalMaxPoolKernel implements Kernel {

  private final FractionalMaxPool layer;
  private final Shape in;
  private final Shape out;
  private int[] winners = new int[0];

  FractionalMaxPoolKernel(FractionalMaxPool layer, Shape in, Shape out) {
    this.layer = layer;
    this.in = in;
    this.out = out;
  }

  @Override
  public void forward(Call call) {
    winners = new int[call.output().length];
    int position = 0;
    for (int i = 0; i < call.size(); i++) {
      int[] rows = starts(in.height(), out.height(), offset(call));
      int[] columns = starts(in.width(), out.width(), offset(call));
      for (int r = 0; r < out.height(); r++) {
        for (int c = 0; c < out.width(); c++) {
          Area area = Area.within(in, rows[r], columns[c], extent(rows, r), extent(columns, c));
          for (int k = 0; k < out.channels(); k++) {
            winners[position] = area.largest(in, i, k, call.inputs()[0]);
            call.output()[position] = call.inputs()[0][winners[position]];
            position++;
          }
        }
      }
    }
  }

  private static double offset(Call call) {
    return call.phase().draws() ? call.random().nextFloat() : 0.5;
  }

  private int extent(int[] starts, int region) {
    return starts[region + 1] - starts[region] + (layer.overlapping() ? 1 : 0);
  }

  /**
   * Where regions start, and last where the side ends.
   *
   * @param u where the sequence starts, 0 to below 1
   */
  static int[] starts(int inputs, int outputs, double u) {
    double ratio = (double) inputs / outputs;
    int first = (int) Math.floor(ratio * u);
    int[] starts = new int[outputs + 1];
    for (int i = 1; i < outputs; i++) {
      starts[i] = (int) Math.floor(ratio * (i + u)) - first;
    }
    starts[outputs] = inputs;
    return starts;
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
