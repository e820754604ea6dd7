package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.SubsamplePad;

/** {@link SubsamplePad}. */
record SubsamplePadKernel(SubsamplePad layer, Shape in, Shape out) implements Kernel {

  @Override
  public void forward(Call call) {
    for (int i = 0; i < call.output().length; i++) {
      int source = source(i);
      call.output()[i] = source < 0 ? 0 : call.inputs()[0][source];
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    for (int i = 0; i < call.output().length; i++) {
      int source = source(i);
      if (source >= 0) {
        gradients.input()[source] += gradients.output()[i];
      }
    }
  }

  /** Where an output comes from; below 0 if it is padding. */
  private int source(int output) {
    int channel = output % out.channels();
    int position = output / out.channels();
    int column = position % out.width() * layer.stride();
    int row = position / out.width() % out.height() * layer.stride();
    int image = position / out.width() / out.height();
    return channel < in.channels() ? Area.index(in, image, row, column, channel) : -1;
  }
}
