package org.polyak.train.engine.plain;

import java.util.Arrays;

/** {@link org.polyak.train.network.layer.Add}. */
record AddKernel() implements Kernel {

  @Override
  public void forward(Call call) {
    Arrays.fill(call.output(), 0);
    for (double[] input : call.inputs()) {
      for (int i = 0; i < input.length; i++) {
        call.output()[i] += input[i];
      }
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    for (double[] byInput : gradients.inputs()) {
      if (byInput != null) {
        for (int i = 0; i < byInput.length; i++) {
          byInput[i] += gradients.output()[i];
        }
      }
    }
  }
}
