package org.polyak.train.engine.plain;

import java.util.List;

/**
 * {@link org.polyak.train.network.layer.Concat}.
 *
 * @param inputs channels of each input
 * @param channels of the output
 */
record ConcatKernel(List<Integer> inputs, int channels) implements Kernel {

  @Override
  public void forward(Call call) {
    int first = 0;
    for (int in = 0; in < inputs.size(); in++) {
      double[] x = call.inputs()[in];
      int own = inputs.get(in);
      for (int i = 0; i < x.length; i++) {
        call.output()[i / own * channels + first + i % own] = x[i];
      }
      first += own;
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    int first = 0;
    for (int in = 0; in < inputs.size(); in++) {
      double[] byInput = gradients.inputs()[in];
      int own = inputs.get(in);
      if (byInput != null) {
        for (int i = 0; i < byInput.length; i++) {
          byInput[i] += gradients.output()[i / own * channels + first + i % own];
        }
      }
      first += own;
    }
  }
}
