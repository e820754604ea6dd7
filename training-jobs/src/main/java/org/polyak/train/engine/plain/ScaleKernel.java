package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;

/**
 * {@link org.polyak.train.network.layer.Scale}.
 *
 * @param map shape of what is scaled
 */
record ScaleKernel(Shape map) implements Kernel {

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      call.output()[i] = x[i] * call.inputs()[1][gate(i)];
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      double g = gradients.output()[i];
      if (gradients.inputs()[0] != null) {
        gradients.inputs()[0][i] += g * call.inputs()[1][gate(i)];
      }
      if (gradients.inputs()[1] != null) {
        gradients.inputs()[1][gate(i)] += g * x[i];
      }
    }
  }

  private int gate(int i) {
    return i / map.size() * map.channels() + i % map.channels();
  }
}
