package org.polyak.train.engine.plain;

import org.polyak.train.network.layer.Dense;

/** {@link Dense}. */
final class DenseKernel implements Kernel {

  private final Dense layer;
  private final int inputs;
  private final EffectiveWeights effective;
  private double[] weights;

  DenseKernel(Dense layer, int inputs) {
    this.layer = layer;
    this.inputs = inputs;
    this.effective =
        new EffectiveWeights(
            inputs, layer.units(), layer.bias(), layer.weightNorm(), layer.dropConnect());
  }

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    double[] y = call.output();
    int units = layer.units();
    weights = effective.of(call);
    for (int i = 0; i < call.size(); i++) {
      for (int u = 0; u < units; u++) {
        y[i * units + u] = layer.bias() ? call.parameters()[effective.biasOffset() + u] : 0;
      }
      for (int j = 0; j < inputs; j++) {
        double value = x[i * inputs + j];
        for (int u = 0; u < units; u++) {
          y[i * units + u] += value * weights[j * units + u];
        }
      }
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] x = call.inputs()[0];
    double[] g = gradients.output();
    int units = layer.units();
    double[] byWeights = new double[inputs * units];
    for (int i = 0; i < call.size(); i++) {
      for (int j = 0; j < inputs; j++) {
        double value = x[i * inputs + j];
        double sum = 0;
        for (int u = 0; u < units; u++) {
          byWeights[j * units + u] += value * g[i * units + u];
          sum += weights[j * units + u] * g[i * units + u];
        }
        if (gradients.input() != null) {
          gradients.input()[i * inputs + j] += sum;
        }
      }
    }
    effective.backward(call, byWeights, gradients.parameters());
    if (layer.bias()) {
      for (int i = 0; i < g.length; i++) {
        gradients.parameters()[effective.biasOffset() + i % units] += g[i];
      }
    }
  }
}
