package org.polyak.train.engine.plain;

/**
 * {@link org.polyak.train.network.layer.Maxout}; of equal pieces the first wins.
 *
 * @param channels of the output
 */
record MaxoutKernel(int pieces, int channels) implements Kernel {

  @Override
  public void forward(Call call) {
    for (int i = 0; i < call.output().length; i++) {
      call.output()[i] = call.inputs()[0][winner(call.inputs()[0], i)];
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    for (int i = 0; i < call.output().length; i++) {
      gradients.input()[winner(call.inputs()[0], i)] += gradients.output()[i];
    }
  }

  private int winner(double[] x, int output) {
    int position = output / channels;
    int best = position * pieces * channels + output % channels;
    for (int piece = 1; piece < pieces; piece++) {
      int other = (position * pieces + piece) * channels + output % channels;
      if (x[other] > x[best]) {
        best = other;
      }
    }
    return best;
  }
}
