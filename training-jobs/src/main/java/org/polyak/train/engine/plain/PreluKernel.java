package org.polyak.train.engine.plain;

/** {@link org.polyak.train.network.layer.Prelu}. */
record PreluKernel(int channels) implements Kernel {

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      call.output()[i] = x[i] > 0 ? x[i] : call.parameters()[i % channels] * x[i];
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      double g = gradients.output()[i];
      if (x[i] <= 0) {
        gradients.parameters()[i % channels] += g * x[i];
      }
      if (gradients.input() != null) {
        gradients.input()[i] += x[i] > 0 ? g : g * call.parameters()[i % channels];
      }
    }
  }
}
